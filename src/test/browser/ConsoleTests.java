package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of the console for each test, in a browser and before a gateway that all of them share. */
@Tag("gate")
abstract class ConsoleTests {
    @RegisterExtension
    static final ConsoleRun CONSOLE = new ConsoleRun();

    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<String> faults = new ArrayList<>();
    BrowserContext context;
    Page page;

    @BeforeEach
    void open() {
        open(ColorScheme.LIGHT, 1280);
    }

    void open(ColorScheme scheme, int width) {
        context = CONSOLE.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setViewportSize(width, 800)
                        .setLocale("en-GB"));
        page = context.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("TrustedHTML")) {
                faults.add(message.text());
            }
        });
        page.onDialog(dialog -> {
            faults.add("a script ran: " + dialog.message());
            dialog.dismiss();
        });
    }

    @AfterEach
    void nothingWasAgainstThePolicyAndNothingIsHeld() {
        for (String scope : List.of("", ",\"model\":\"google/imagen4\"")) {
            gateway()
                    .as(Backends.OPS_KEY)
                    .body("{\"on\":false,\"reason\":\"the test is over\"" + scope + "}")
                    .put("/v1/brake");
        }
        context.close();
        assertEquals(List.of(), faults);
    }

    PackagedGateway gateway() {
        return CONSOLE.gateway();
    }

    void enter(String key, String hash) {
        page.navigate(gateway().uri() + "/console/#/" + hash);
        page.getByLabel("Key of a caller").fill(key);
        page.keyboard().press("Enter");
    }

    void isAt(String title) {
        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1)))
                .hasText(Pattern.compile("^\\s*" + title + "\\b"));
    }

    void press(String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Answers in the place of the gateway. */
    static void answer(Route route, String body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
    }

    /** A generation of {@code ads} that has ended; its id. */
    String marked(String mark, String prompt) {
        return gateway()
                .ads()
                .header("Prefer", "wait=20")
                .body(Map.of("input", Map.of("prompt", prompt), "metadata", Map.of("run", mark), "correlationId", mark))
                .post("/v1/generations")
                .then()
                .extract()
                .path("id");
    }

    /** The same with its result in the store. */
    String stored(String mark, String prompt) {
        Backends.provider().set("resultBase", Backends.simulator().toString());
        String id = marked(mark, prompt);
        Backends.provider().set("resultBase", SimulatorSettings.forTests().resultBase());
        await().atMost(PATIENCE)
                .until(() -> gateway().ads().get("/v1/generations/" + id).path("results[0].stored") != null);
        return id;
    }
}
