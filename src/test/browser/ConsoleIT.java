package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.SimulatorSettings;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in Debian's Chromium, before the packaged gateway with its database, its broker and the simulator. */
@Tag("gate")
class ConsoleIT {
    private static final Path PICTURES = Path.of("docs/console");
    private static final String VIEWER_KEY = "test-key-of-a-viewer";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String RIGHT_TO_LEFT = "‮شارع <b>bold</b> 🌅 <img src=x onerror=alert(1)>";

    private static final KieSimulatorClient provider = Backends.provider();
    private static Map<String, String> environment;
    private static PackagedGateway gateway;
    private static Chromium chromium;

    private final List<String> faults = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        provider.reset();
        environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CONSOLE_ENABLED", "true");
        environment.put("GATEWAY_CUSTODY_STORE", "directory");
        environment.put("GATEWAY_CUSTODY_DIRECTORY", "target/results-of-the-console");
        // most tests' results are nowhere
        environment.put("GATEWAY_CUSTODY_WAIT", "PT0.2S");
        environment.put("GATEWAY_CONSOLE_LINKS__LOG_", "https://logs.example.com/?id={id}");
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "submit,read,operator,content");
        environment.put("GATEWAY_CALLERS__VIEWER__KEY_SHA256", Backends.sha256(VIEWER_KEY));
        environment.put("GATEWAY_CALLERS__VIEWER__ROLES", "operator");
        gateway = PackagedGateway.start(environment).awaitReady();
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        gateway.close();
    }

    @BeforeEach
    void open() {
        open(ColorScheme.LIGHT, 1280);
    }

    private void open(ColorScheme scheme, int width) {
        context = chromium.browser()
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
            gateway.as(Backends.OPS_KEY)
                    .body("{\"on\":false,\"reason\":\"the test is over\"" + scope + "}")
                    .put("/v1/brake");
        }
        context.close();
        assertEquals(List.of(), faults);
    }

    private void enter(String key, String hash) {
        page.navigate(gateway.uri() + "/console/#/" + hash);
        page.getByLabel("Key of a caller").fill(key);
        page.keyboard().press("Enter");
    }

    private void isAt(String title) {
        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1)))
                .hasText(Pattern.compile("^\\s*" + title + "\\b"));
    }

    private void press(String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static String marked(String mark, String prompt) {
        return gateway.ads()
                .header("Prefer", "wait=20")
                .body(Map.of("input", Map.of("prompt", prompt), "metadata", Map.of("run", mark), "correlationId", mark))
                .post("/v1/generations")
                .then()
                .extract()
                .path("id");
    }

    @Test
    void wrongKeyIsToldAndTheRightOneEnters() {
        enter("wrong", "now");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known");

        page.getByLabel("Key of a caller").fill(Backends.OPS_KEY);
        press("Enter");

        isAt("Now");
        assertThat(page.locator("main")).containsText("submitted");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageIsAccessibleInBothSchemes(ColorScheme scheme) {
        String id = marked("seen", "a lighthouse at dawn");
        marked("seen", "[sim:fail] a lighthouse that fails");
        context.close();
        open(scheme, 1280);
        enter(Backends.OPS_KEY, "now");
        for (String hash :
                List.of("now", "generations", "generation/" + id, "queue", "usage", "playground", "operations")) {
            page.navigate(gateway.uri() + "/console/#/" + hash);
            String name = hash.replaceAll("/.*", "");
            isAt(name.substring(0, 1).toUpperCase() + name.substring(1));
            assertThat(page.locator("main .card, main table, main form").first())
                    .isVisible();
            page.waitForTimeout(400);
            assertAccessible(hash);
            picture(name, scheme);
        }
    }

    private void assertAccessible(String hash) {
        assertEquals(
                List.of(),
                new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(found -> hash + ": " + found.getId() + " "
                                        + found.getNodes().stream()
                                                .map(node -> node.getHtml())
                                                .collect(Collectors.joining(" | ")))
                                .toList());
    }

    /** The pictures of docs/console.md: {@code -Dconsole.pictures=true} makes them anew. */
    private void picture(String name, ColorScheme scheme) {
        if (Boolean.getBoolean("console.pictures")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + "-" + scheme.name().toLowerCase() + ".png")));
        }
    }

    @Test
    void generationIsSubmittedInThePlaygroundAndSeenToItsEnd() {
        enter(Backends.OPS_KEY, "playground");
        isAt("Playground");
        page.locator("textarea[name=prompt]").fill("a lighthouse from the playground");
        assertThat(page.locator("form p[role=status]")).containsText("4 credits");

        press("Submit: it is paid for");

        assertThat(page.locator("section p[role=status] .state")).hasText("succeeded");
        assertThat(page.locator(".results img").first()).hasAttribute("alt", "result 1");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("open it")).click();
        isAt("Generation");
        assertThat(page.locator(".timeline")).containsText("ended");
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("log")))
                .hasAttribute("href", Pattern.compile("https://logs.example.com/\\?id=0.*"));
    }

    @Test
    void storedResultIsShownFromTheStore() {
        provider.set("resultBase", Backends.simulator().toString());
        String id = marked("stored", "a stored lighthouse");
        provider.set("resultBase", SimulatorSettings.forTests().resultBase());
        await().atMost(PATIENCE)
                .until(() -> gateway.ads()
                                .get("/v1/generations/" + id)
                                .then()
                                .extract()
                                .path("results[0].stored")
                        != null);

        enter(Backends.OPS_KEY, "generation/" + id);

        assertThat(page.locator(".results img")).hasAttribute("src", Pattern.compile("blob:.*"));
        await().atMost(PATIENCE)
                .until(
                        () -> page.locator(".results img").evaluate("image => image.naturalWidth"),
                        width -> (int) width == 512);
        assertThat(page.locator(".results")).containsText("stored, image/png");
    }

    @Test
    void inputThatIsWrongIsToldAtItsField() {
        enter(Backends.OPS_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("x");
        page.locator("[name=seed]").fill("1.5");

        assertThat(page.locator("main [role=alert]")).containsText("/input/seed");
    }

    @Test
    void filtersSurviveAReloadAndTheListIsAFile() throws Exception {
        String wanted = marked("reload", "wanted");
        marked("other", "not wanted");
        enter(Backends.OPS_KEY, "generations");
        page.getByLabel("metadata").fill("run=reload");
        press("Find");
        assertThat(page.locator("tbody tr")).hasCount(1);

        page.reload();

        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.getByLabel("metadata")).hasValue("run=reload");
        assertTrue(page.url().contains("metadata=run%3Dreload"), page.url());
        Download file = page.waitForDownload(() -> press("CSV"));
        assertTrue(Files.readString(file.path()).contains(wanted));
    }

    @Test
    void bulkReplayIsCountedFirstAndSeenToItsEnd() {
        String mark = "bulk-" + System.nanoTime();
        for (int i = 0; i < 3; i++) {
            marked(mark, "to be replayed");
        }
        enter(Backends.OPS_KEY, "operations?metadata.run=" + mark);
        isAt("Operations");

        press("Count them first");
        assertThat(page.locator("main .note")).containsText("3 match.");
        page.locator("input[name=reason]").fill("a consumer lost them");
        press("replay 3");

        assertThat(page.locator("table").first()).containsText("a consumer lost them");
        assertThat(page.locator("table").first().locator("tbody tr").first()).containsText("done");
        assertThat(page.locator("table").first().locator("tbody tr").first()).containsText("3 of 3");
        assertThat(page.locator("table").last()).containsText("start");
    }

    @Test
    void brakeIsPulledAndReleasedWithAReason() {
        enter(Backends.OPS_KEY, "now");
        pullTheBrake("a new key");
        assertThat(page.locator("main .note")).containsText("The brake is on: a new key");
        gateway.ads().get("/v1/brake").then().body("on", equalTo(true));

        releaseTheBrake();
    }

    @Test
    void brakeOfOneModelIsPulledWithAnEndAndReleased() {
        enter(Backends.OPS_KEY, "queue");
        page.getByLabel("What is held").selectOption("model");
        page.getByLabel("Model", new Page.GetByLabelOptions().setExact(true)).fill("google/imagen4");
        page.getByLabel("Hours, or until it is released").fill("1");
        pullTheBrake("black pictures");
        assertThat(page.locator("main .note"))
                .containsText("The brake of model google/imagen4 is on: black pictures (ops, ");
        gateway.ads()
                .get("/v1/brake")
                .then()
                .body("on", equalTo(false))
                .body("models[0].model", equalTo("google/imagen4"))
                .body("models[0].until", notNullValue());

        releaseTheBrake();
    }

    private void pullTheBrake(String reason) {
        press("Pull the brake");
        page.getByLabel("Reason, for the audit").fill(reason);
        press("Stop the sending");
    }

    private void releaseTheBrake() {
        press("Release the brake");
        page.getByLabel("Reason, for the audit").fill("it is over");
        press("Release");
        assertThat(page.locator("main")).containsText("The brake is off.");
    }

    @Test
    void contentsOfOthersAreHiddenAndReadOnlyHidesWhatActs() {
        String id = marked("hidden", "a secret prompt");
        enter(VIEWER_KEY, "generation/" + id);
        isAt("Generation");
        assertThat(page.locator("main")).containsText("another caller's");
        assertThat(page.locator("main")).not().containsText("a secret prompt");
        assertThat(page.getByText("Publish again")).isVisible();

        page.getByLabel("Read only").check();

        assertThat(page.getByText("Publish again")).hasCount(0);
    }

    @Test
    void callerSeesItsOwnAndNoOperations() {
        String id = marked("own", "my own prompt");
        enter(Backends.ADS_KEY, "generation/" + id);
        assertThat(page.locator("main")).containsText("my own prompt");
        page.navigate(gateway.uri() + "/console/#/operations");
        assertThat(page.locator("main")).containsText("for the role operator");
    }

    @Test
    void callerMayEraseItsOwnAndMakesItAgain() {
        String id = marked("again", "[sim:fail] once more");
        enter(Backends.ADS_KEY, "generation/" + id);
        page.getByText("Again in the playground").click();
        isAt("Playground");
        assertThat(page.locator("textarea[name=prompt]")).hasValue("[sim:fail] once more");

        page.navigate(gateway.uri() + "/console/#/generation/" + id);
        press("Erase the content");

        assertThat(page.locator("dialog button").first()).hasText("Erase the content");
        assertThat(page.locator("dialog input")).hasCount(0);
    }

    @Test
    void answerThatIsLostIsNotPaidForTwice() {
        enter(Backends.ADS_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("lost on its way back");
        List<String> keys = new ArrayList<>();
        page.route("**/v1/generations", route -> {
            keys.add(route.request().headers().get("idempotency-key"));
            route.fetch();
            route.abort();
        });
        press("Submit: it is paid for");
        assertThat(page.locator("main [role=alert]")).containsText("does not answer");
        page.unroute("**/v1/generations");
        page.onRequest(request -> {
            if (request.url().endsWith("/v1/generations")) {
                keys.add(request.headers().get("idempotency-key"));
            }
        });

        press("Submit: it is paid for");

        assertThat(page.locator("section p[role=status] .state")).hasText("succeeded");
        assertEquals(keys.get(0), keys.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generations?from=yesterday", "generation/%", "usage?from=never"})
    void badAddressIsNoDeadPage(String hash) {
        enter(Backends.OPS_KEY, hash);

        assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
    }

    @Test
    void hostileTextIsShownAsText() {
        String id = marked(RIGHT_TO_LEFT, RIGHT_TO_LEFT + "y".repeat(4_900));
        enter(Backends.OPS_KEY, "generations?q=" + id);
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody")).containsText("<b>bold</b>");
        page.navigate(gateway.uri() + "/console/#/generation/" + id);
        assertThat(page.locator("main pre").first()).containsText("<img src=x onerror=alert(1)>");
        assertEquals(0, page.locator("main pre b, main pre img, main td b").count());
        assertNoSidewaysScroll();
    }

    @Test
    void keyboardAloneFindsAndOpensOne() {
        String id = marked("keys", "by keyboard");
        enter(Backends.OPS_KEY, "now");
        isAt("Now");
        page.keyboard().press("/");
        isAt("Generations");
        assertThat(page.locator("input[name=q]")).isFocused();
        page.keyboard().type(id);
        page.keyboard().press("Enter");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.keyboard().press("Escape");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        isAt("Generation");
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).containsText("next and previous row");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void itWorksOnANarrowScreen() {
        context.close();
        open(ColorScheme.LIGHT, 400);
        enter(Backends.OPS_KEY, "now");
        isAt("Now");
        for (String hash : List.of("now", "generations", "queue", "usage", "playground", "operations")) {
            page.navigate(gateway.uri() + "/console/#/" + hash);
            page.waitForTimeout(300);
            assertNoSidewaysScroll();
        }
    }

    private void assertNoSidewaysScroll() {
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                page.url());
    }

    @Test
    void pauseIsKeptOverAReload() {
        enter(Backends.OPS_KEY, "now");
        press("Pause");
        page.reload();
        assertThat(page.getByText("Paused")).isVisible();
        List<String> asked = new ArrayList<>();
        page.waitForTimeout(500);
        page.onRequest(request -> asked.add(request.url()));
        page.waitForTimeout(3_000);
        assertEquals(List.of(), asked);
    }

    @Test
    void gatewayThatIsAwayIsToldAndComesBack() {
        enter(Backends.OPS_KEY, "now");
        isAt("Now");
        gateway.close();
        assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("does not answer");

        gateway = PackagedGateway.start(environment).awaitReady();

        await().atMost(PATIENCE).until(() -> page.getByRole(AriaRole.ALERT).count() == 0);
    }

    @Test
    void filesAreSmallAndGuardedAndNoOthersAreServed() {
        var index = gateway.ads().get("/console/").then().statusCode(200).extract();
        assertTrue(index.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
        assertEquals(404, gateway.ads().get("/console/nothing.js").statusCode());
        assertEquals(404, gateway.ads().get("/_static/htm/3.1.1/package.json").statusCode());
    }
}
