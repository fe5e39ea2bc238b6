package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.gengate.proof.servers.Backends;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Generations are made in the playground, and paid for once. */
class ConsolePlayground extends ConsoleTests {
    private static final byte[] PNG =
            HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000001000000010806000000");

    @Test
    void generationIsSubmittedInThePlaygroundAndSeenToItsEnd() {
        enter(Backends.OPS_KEY, "playground");
        isAt("Playground");
        page.locator("textarea[name=prompt]").fill("a lighthouse from the playground");
        assertThat(page.locator("form p[role=status]")).containsText("4 credits");

        press("Submit: it is paid for");

        assertThat(page.locator("section p[role=status] .state")).hasText("succeeded");
        assertThat(page.locator("section p[role=status]").last()).containsText("cost 4, quoted 4");
        assertThat(page.locator(".results img").first()).hasAttribute("alt", "result 1");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("open it")).click();
        isAt("Generation");
        assertThat(page.locator(".timeline")).containsText("ended");
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("log")))
                .hasAttribute("href", Pattern.compile("https://logs.example.com/\\?id=0.*"));
    }

    @Test
    void priceIsThatOfTheInputAndIsAskedForAgain() {
        List<Route> asked = new ArrayList<>();
        enter(Backends.OPS_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("a lighthouse with a price");
        assertThat(page.locator("form p[role=status]")).containsText("4 credits");
        page.route("**/v1/quotes", asked::add);
        page.locator("[name=seed]").fill("7");
        assertThat(page.locator("form p[role=status]")).hasText("Costs …");
        page.waitForCondition(() -> asked.size() == 1);
        asked.get(0).fulfill(new Route.FulfillOptions().setStatus(503).setBody("{\"detail\":\"not now\"}"));
        assertThat(page.locator("form [role=alert]")).containsText("not now");

        page.unroute("**/v1/quotes");
        asked.stream().skip(1).forEach(Route::resume);

        assertThat(page.locator("form p[role=status]")).containsText("4 credits");
        assertThat(page.locator("form [role=alert]")).hasCount(0);
    }

    @Test
    void budgetIsShownAndWhatIsMoreThanItHasLeft() {
        enter(ConsoleRun.POOR_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("a lighthouse of gold");

        assertThat(page.locator("form p[role=status]")).containsText("more than your budget has left");
        page.navigate(gateway().uri() + "/console/#/usage");
        assertThat(page.getByText("Budget of the month")).containsText("3 of 3 credits left, renewed at");
    }

    @Test
    void whoMayOnlySubmitIsToldThatItWasAccepted() {
        enter(ConsoleRun.SUBMITTER_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("a lighthouse that is not watched");

        press("Submit: it is paid for");

        assertThat(page.locator("main")).containsText(Pattern.compile("Accepted as [0-9a-f-]{36}"));
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void inputThatIsWrongIsToldAtItsField() {
        enter(Backends.OPS_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("x");
        page.locator("[name=seed]").fill("1.5");

        assertThat(page.locator("main [role=alert]")).containsText("/input/seed");
    }

    @Test
    void listOfThingsSaysWhatTheyAreAndIsNoneUntilItIsJson() {
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        enter(Backends.OPS_KEY, "playground?model=pixverse-v6%2Freference-to-video");
        Locator things = page.locator("[name=image_references]");
        assertThat(page.locator("label", new Page.LocatorOptions().setHas(things)))
                .containsText("from 1 up to 7 of them, each with image_url *, type (subject | background), ref_name");
        assertThat(things)
                .hasAttribute("placeholder", "[{\"image_url\":\"…\",\"type\":\"subject\",\"ref_name\":\"…\"}]");
        page.locator("[name=prompt]").fill("a dawn with a lighthouse");
        page.locator("[name=aspect_ratio]").selectOption("16:9");
        page.locator("[name=quality]").selectOption("360p");
        page.locator("[name=duration]").fill("5");
        things.fill("[{\"image_url\": \"https://example.com/1.png\"} {\"image_url\": \"https://example.com/2.png\"}]");
        press("Submit: it is paid for");
        assertThat(page.getByText("This is not JSON")).isVisible();
        assertEquals(
                0,
                asked.stream()
                        .filter(url -> url.matches(".*/(quotes|generations)"))
                        .count());

        things.fill("[{\"image_url\": \"https://example.com/1.png\"}, {\"image_url\": \"https://example.com/2.png\"}]");

        assertThat(page.locator("form p[role=status]")).containsText("22.5 credits");
    }

    @Test
    void inputThatHasAlternativesIsMadeByTheOneThatIsChosen() {
        enter(Backends.OPS_KEY, "playground?model=pixverse-v6%2Fextend");
        page.locator("select[name=form]").selectOption("Video");
        page.locator("[name=prompt]").fill("a longer dawn");
        page.locator("[name=duration]").fill("5");
        page.locator("[name=quality]").selectOption("540p");
        page.locator("[name=video_url]").fill("https://example.com/dawn.mp4");

        assertThat(page.locator("form p[role=status]")).containsText("credits");
        assertThat(page.locator("[name=taskId]")).hasCount(0);
    }

    @Test
    void fileIsUploadedWhereAFieldTakesOne() {
        enter(Backends.OPS_KEY, "playground?model=pixverse-v6%2Freference-to-video");
        page.locator("[name=prompt]").fill("a dawn with a lighthouse");
        Locator file = page.getByLabel("or a file for image_references: image");
        for (int i = 1; i <= 2; i++) {
            file.setInputFiles(new FilePayload(i + ".png", "image/png", PNG));
            assertThat(page.locator("[name=image_references]"))
                    .hasValue(Pattern.compile("([^:]*\"image_url\": \"file:[0-9a-f-]{36}\"){" + i + "}"));
        }

        file.setInputFiles(new FilePayload("no.png", "image/png", "no picture".getBytes(UTF_8)));

        assertThat(page.locator("form [role=alert]")).isVisible();
        page.getByLabel("Read only").check();
        assertThat(file).isDisabled();
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
        page.reload();
        assertThat(page.locator("textarea[name=prompt]")).hasValue("lost on its way back");
        page.onRequest(request -> {
            if (request.url().endsWith("/v1/generations")) {
                keys.add(request.headers().get("idempotency-key"));
            }
        });

        press("Submit: it is paid for");

        assertThat(page.locator("section p[role=status] .state")).hasText("succeeded");
        assertEquals(keys.get(0), keys.get(1));
    }

    /** A key that the provider refuses ends it, and it would be the answer to that key for ever. */
    @Test
    void oneThatFailedAtOnceIsMadeAgainAsAnother() {
        enter(Backends.ADS_KEY, "playground");
        page.locator("textarea[name=prompt]").fill("refused at once");
        List<String> keys = new ArrayList<>();
        page.route("**/v1/generations", route -> {
            keys.add(route.request().headers().get("idempotency-key"));
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(502)
                    .setBody("{\"detail\":\"refused\",\"id\":\"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11\"}"));
        });
        press("Submit: it is paid for");
        assertThat(page.locator("form [role=alert]")).containsText("refused");

        press("Submit: it is paid for");

        page.waitForCondition(() -> keys.size() == 2);
        assertNotEquals(keys.get(0), keys.get(1));
    }
}
