package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every page: anybody can read it, on any screen, and it shows what it is given as text. */
class ConsolePages extends ConsoleTests {
    private static final Path PICTURES = Path.of("docs/console");
    private static final String RIGHT_TO_LEFT = "‮شارع <b>bold</b> 🌅 <img src=x onerror=alert(1)>";

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageIsAccessibleInBothSchemes(ColorScheme scheme) {
        String id = stored("seen", "a lighthouse at dawn");
        marked("seen", "[sim:fail] a lighthouse that fails");
        gateway()
                .as(Backends.OPS_KEY)
                .body(
                        "{\"action\":\"replay\",\"filter\":{\"metadata.run\":\"seen\"},\"reason\":\"a consumer lost them\"}")
                .post("/v1/operations")
                .then()
                .statusCode(202);
        context.close();
        open(scheme, 1280);
        page.navigate(gateway().uri() + "/console/");
        isAt("Generation Gateway");
        assertAccessible("where one enters");
        enter(Backends.OPS_KEY, "now");
        for (String hash :
                List.of("now", "generations", "generation/" + id, "queue", "usage", "playground", "operations")) {
            page.navigate(gateway().uri() + "/console/#/" + hash);
            String name = hash.replaceAll("/.*", "");
            isAt(name.substring(0, 1).toUpperCase() + name.substring(1));
            assertThat(page.locator("main .card, main table, main form").first())
                    .isVisible();
            page.waitForTimeout(400);
            assertAccessible(hash);
            picture(name, scheme);
        }
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).isVisible();
        assertAccessible("the keys");
        page.keyboard().press("Escape");
        page.navigate(gateway().uri() + "/console/#/queue");
        press("Pull the brake");
        assertThat(page.locator("dialog")).isVisible();
        assertAccessible("an open dialog");
        page.getByLabel("Reason, for the audit").fill("to be seen");
        press("Stop the sending");
        assertThat(page.locator("main .note")).isVisible();
        assertAccessible("a brake that is on");
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
    void itWorksOnANarrowScreen() {
        context.close();
        open(ColorScheme.LIGHT, 400);
        enter(Backends.OPS_KEY, "now");
        isAt("Now");
        for (String hash : List.of("now", "generations", "queue", "usage", "playground", "operations")) {
            page.navigate(gateway().uri() + "/console/#/" + hash);
            page.waitForTimeout(300);
            assertNoSidewaysScroll();
        }
    }

    @Test
    void hostileTextIsShownAsText() {
        context.close();
        open(ColorScheme.LIGHT, 400);
        String id = marked(RIGHT_TO_LEFT, RIGHT_TO_LEFT + "y".repeat(4_900));
        await().atMost(PATIENCE)
                .until(() -> gateway()
                                .as(Backends.OPS_KEY)
                                .post("/v1/generations/" + id + "/replay?reason=" + "z".repeat(400))
                                .statusCode()
                        == 200);
        enter(Backends.OPS_KEY, "generations?q=" + id);
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody")).containsText("<b>bold</b>");
        page.navigate(gateway().uri() + "/console/#/generation/" + id);
        assertThat(page.locator("main pre").first()).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator(".timeline")).containsText("zzz");
        assertEquals(0, page.locator("main pre b, main pre img, main td b").count());
        assertNoSidewaysScroll();
    }

    /** What is no caller's: nothing that the gateway would accept as a model, or that this provider says. */
    @Test
    void hostileModelAndFailureAreShownAsText() {
        context.close();
        open(ColorScheme.LIGHT, 400);
        String id = marked("hostile", "[sim:fail] x");
        String told = RIGHT_TO_LEFT + "w".repeat(400);
        ObjectNode row = (ObjectNode) Json.read(
                gateway().as(Backends.OPS_KEY).get("/v1/generations/" + id).asString());
        row.put("model", told).put("caller", told).put("account", told).put("correlationId", told);
        row.putObject("failure").put("code", told).put("message", told);
        page.route("**/v1/generations/" + id, route -> answer(route, row.toString()));
        page.route("**/v1/generations?q=*", route -> answer(route, "{\"items\":[" + row + "]}"));

        enter(Backends.OPS_KEY, "generations?q=" + id);
        assertThat(page.locator("tbody")).containsText("<b>bold</b>");
        assertNoSidewaysScroll();
        page.navigate(gateway().uri() + "/console/#/generation/" + id);
        assertThat(page.locator(".note.error")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator(".card").nth(1)).containsText("<b>bold</b>");

        assertEquals(0, page.locator("main b, main img").count());
        assertNoSidewaysScroll();
    }

    /** What a provider calls a failure, a caller is called and an operator writes. */
    @Test
    void hostileFiguresAndActsAreShownAsText() {
        context.close();
        open(ColorScheme.LIGHT, 400);
        ObjectNode told = Json.object();
        for (String name : List.of("failureCode", "caller", "model", "actor", "target", "reason")) {
            told.put(name, RIGHT_TO_LEFT + "w".repeat(400));
        }
        told.put("generations", 1).put("credits", 1).put("action", "brake").put("at", "2026-01-01T10:00:00Z");
        ObjectNode status = (ObjectNode)
                Json.read(gateway().as(Backends.OPS_KEY).get("/v1/status").asString());
        status.putArray("failing").add(told);
        page.route("**/v1/status", route -> answer(route, status.toString()));
        page.route("**/v1/usage?*", route -> answer(route, "{\"from\":\"\",\"to\":\"\",\"items\":[" + told + "]}"));
        page.route("**/v1/audit", route -> answer(route, "{\"items\":[" + told + "]}"));
        enter(Backends.OPS_KEY, "now");
        for (String hash : List.of("now", "usage", "operations")) {
            page.navigate(gateway().uri() + "/console/#/" + hash);

            assertThat(page.locator("tbody").last()).containsText("<b>bold</b>");
            assertEquals(0, page.locator("main b, main img").count());
            assertNoSidewaysScroll();
        }
    }

    private void assertNoSidewaysScroll() {
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                page.url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"generations?from=yesterday", "generations?focus=zzz&from=x", "generation/%", "usage?from=never"
            })
    void badAddressIsNoDeadPage(String hash) {
        enter(Backends.OPS_KEY, hash);

        assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
    }

    @Test
    void anotherPageIsToldToWhoeverDoesNotSeeIt() {
        String id = marked("told", "by its title");
        enter(Backends.OPS_KEY, "generations?q=" + id);
        page.locator("tbody a").click();
        isAt("Generation");
        assertThat(page.locator("main h1")).isFocused();
        assertThat(page).hasTitle("generation " + id + " · Generation Gateway");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Queue"))
                .click();

        isAt("Queue");
        assertThat(page.locator("main h1")).isFocused();
    }

    @Test
    void keyboardAloneFindsAndOpensOne() {
        String id = marked("keys", "by keyboard");
        enter(Backends.OPS_KEY, "now");
        isAt("Now");
        page.keyboard().press("/");
        isAt("Generations");
        assertThat(page.locator("input[name=q]")).isFocused();
        page.keyboard().type("pjk?");
        assertThat(page.locator("input[name=q]")).hasValue("pjk?");
        assertThat(page.getByText("Paused")).hasCount(0);
        page.locator("input[name=q]").clear();
        page.keyboard().type(id);
        page.keyboard().press("Enter");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.keyboard().press("Escape");
        assertThat(page.locator("input[name=q]")).hasValue(id);
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        isAt("Generation");
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).containsText("next and previous row");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void keysWalkTheRowsPauseAndLeadBackButNotOut() {
        marked("walked", "first");
        marked("walked", "second");
        enter(Backends.OPS_KEY, "generations?metadata=run%3Dwalked");
        assertThat(page.locator("tbody tr")).hasCount(2);
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(page.locator("tbody tr").first()).hasAttribute("aria-selected", "true");
        page.keyboard().press("p");
        assertThat(page.getByText("Paused")).isVisible();
        page.keyboard().press("p");
        page.keyboard().press("Enter");
        isAt("Generation");

        page.keyboard().press("Escape");
        isAt("Generations");
        page.evaluate("void (history.back = () => { window.left = true; })");
        page.keyboard().press("Escape");

        assertNull(page.evaluate("window.left"));
    }

    @Test
    void pageThatWaitedOutOfSightIsFilledOnceItIsSeenAlthoughItIsPaused() {
        page.addInitScript("Object.defineProperty(document, 'visibilityState', "
                + "{ configurable: true, get: () => (window.seen ? 'visible' : 'hidden') })");
        enter(Backends.OPS_KEY, "now");
        press("Pause");
        assertThat(page.locator("main .card")).hasCount(0);

        page.evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))");

        assertThat(page.locator("main .card").first()).isVisible();
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
}
