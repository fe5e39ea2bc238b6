package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generations in the console: seen to their end, found again, erased, counted. */
class ConsoleGenerations extends ConsoleTests {
    /** A page of a list that goes on. */
    private static final String MORE = "{\"items\":[],\"nextCursor\":\"c\"}";

    @Test
    void linkIsShownWhereWhatItNamesIsKnown() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String id = gateway()
                .ads()
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .body(Map.of("input", Map.of("prompt", "of no order")))
                .post("/v1/generations")
                .path("id");

        enter(Backends.OPS_KEY, "generation/" + id);

        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("trace")))
                .hasAttribute("href", "https://traces.example.com/" + trace);
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("order")))
                .hasCount(0);
    }

    @Test
    void storedResultIsShownFromTheStore() {
        String id = stored("stored", "a stored lighthouse");

        enter(Backends.OPS_KEY, "generation/" + id);

        assertThat(page.locator(".results img")).hasAttribute("src", Pattern.compile("blob:.*"));
        await().atMost(PATIENCE)
                .until(
                        () -> page.locator(".results img").evaluate("image => image.naturalWidth"),
                        width -> (int) width == 512);
        assertThat(page.locator(".results")).containsText("stored, image/png");
    }

    @ParameterizedTest
    @CsvSource({"wan/2-7-text-to-video, prompt, video", "elevenlabs/text-to-speech-turbo-2-5, text, audio"})
    void storedFilmAndSoundArePlayed(String model, String field, String player) {
        Backends.provider().set("resultBase", Backends.simulator().toString());
        String id = gateway()
                .ads()
                .header("Prefer", "wait=20")
                .body(Map.of("model", model, "input", Map.of(field, "a dawn to be played")))
                .post("/v1/generations")
                .then()
                .extract()
                .path("id");
        await().atMost(Duration.ofMinutes(1)).until(() -> gateway()
                .ads()
                .get("/v1/generations/" + id)
                .path("state")
                .equals("succeeded"));
        Backends.provider().set("resultBase", SimulatorSettings.forTests().resultBase());
        enter(Backends.OPS_KEY, "generation/" + id);

        assertThat(page.locator(".results " + player)).hasAttribute("src", Pattern.compile("blob:.*"));
        page.locator(".results " + player).evaluate("player => { player.muted = true; return player.play(); }");

        page.waitForFunction(
                "name => { const player = document.querySelector(name); return player.readyState >= 2 &&"
                        + " player.duration > 0; }",
                player);
    }

    @Test
    void resultThatIsStoredAfterTheEndIsShownToWhoeverWatches() {
        Backends.provider().set("resultBase", Backends.simulator().toString());
        String id = gateway().submitted("[sim:takes=60000] [sim:file-slow=5000] watched");
        enter(Backends.OPS_KEY, "generation/" + id);
        assertThat(page.locator("main strong .state")).hasText("submitted");
        assertThat(page.locator(".card").filter(new Locator.FilterOptions().setHasText("polled")))
                .containsText("times, next");
        assertThat(page.getByText("given up")).isVisible();
        Backends.provider().set("resultBase", SimulatorSettings.forTests().resultBase());

        Backends.provider().finishes(Backends.provider().taskOf(id).taskId());

        assertThat(page.locator(".results")).containsText("stored, image/png");
        assertThat(page.locator("main pre", new Page.LocatorOptions().setHasText("\"stored\": {")))
                .isVisible();
    }

    @Test
    void taskWhoseAnswerWasLostIsAttached() {
        Backends.provider().nextRequest("lose-answer=no-id", "no-callback");
        String id = gateway().submitted("an answer that was lost");
        enter(Backends.OPS_KEY, "generation/" + id);
        assertThat(page.getByLabel("Task at the provider")).isVisible();
        page.getByLabel("Task at the provider")
                .fill(Backends.provider().taskOf(id).taskId());
        press("Attach the task");
        page.getByLabel("Reason, for the audit").fill("it is in the provider's list");
        page.locator("dialog button").first().click();

        assertThat(page.locator("main strong .state")).hasText("succeeded");
        assertThat(page.locator(".timeline")).containsText("attach");
    }

    @Test
    void contentThatWasErasedIsNeitherShownNorOfferedAnyMore() {
        String id = marked("erased", "[sim:fail] to be forgotten");
        enter(ConsoleRun.VIEWER_KEY, "generation/" + id);
        assertThat(page.getByText("ce_id")).isVisible();

        press("Erase the content");
        page.getByLabel("Reason, for the audit").fill("asked for");
        page.locator("dialog button").first().click();

        assertThat(page.getByText("The generation's content was erased.")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(page.getByText("ce_id")).hasCount(0);
        assertThat(page.getByText("Publish again")).hasCount(0);
        assertThat(page.getByText("Erase the content")).hasCount(0);
    }

    @Test
    void callerMayEraseItsOwnAndMakesItAgain() {
        String id = marked("again", "[sim:fail] once more");
        enter(Backends.ADS_KEY, "generation/" + id);
        page.getByText("Again in the playground").click();
        isAt("Playground");
        assertThat(page.locator("textarea[name=prompt]")).hasValue("[sim:fail] once more");
        assertThat(page.locator("main pre").first())
                .containsText(Pattern.compile("\"correlationId\": \"again\"[^}]*\"run\": \"again\""));
        assertThat(page.getByText("as caller ads")).isVisible();

        page.navigate(gateway().uri() + "/console/#/generation/" + id);
        press("Erase the content");

        assertThat(page.locator("dialog button").first()).hasText("Erase the content");
        assertThat(page.locator("dialog input")).hasCount(0);
    }

    /** A browser says so with each digit of a year. */
    @Test
    void timeThatIsTypedStaysAtItsFieldAndInTheAddress() {
        enter(Backends.OPS_KEY, "generations");
        page.locator("input[name=from]").fill("0002-01-02T03:04:05");
        await().atMost(PATIENCE).until(() -> page.url().contains("from="));
        assertThat(page.locator("input[name=from]")).hasValue("0002-01-02T03:04:05");

        page.reload();

        assertThat(page.locator("input[name=from]")).hasValue("0002-01-02T03:04:05");
    }

    @Test
    void listThatIsDrainedIsEmptyAlthoughOlderOnesWereLookedAt() {
        String first = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
        String second = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a12";
        AtomicBoolean drained = new AtomicBoolean();
        page.route("**/v1/generations?state=queued*", route -> {
            String url = route.request().url();
            String item =
                    "{\"id\":\"%s\",\"state\":\"queued\",\"model\":\"m\",\"input\":{},\"createdAt\":\"2026-01-01T10:00:00Z\"}";
            String body = drained.get()
                    ? "{\"items\":[]}"
                    : url.contains("cursor=")
                            ? "{\"items\":[" + item.formatted(first) + "]}"
                            : "{\"items\":[" + item.formatted(second) + "],\"nextCursor\":\"c\"}";
            answer(route, body);
        });
        enter(Backends.OPS_KEY, "generations?state=queued");
        press("Older");
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).not().containsText("as of");
        assertThat(page.locator("tbody tr").last()).containsText(Pattern.compile("queued as of \\d\\d:\\d\\d:\\d\\d"));

        drained.set(true);

        assertThat(page.locator("tbody tr")).hasCount(0);
        assertThat(page.getByText("Nothing found")).isVisible();
    }

    @Test
    void filterWithoutAFieldIsShownAndKeptUntilItIsTakenAway() {
        String id = marked("linked", "of a link");
        enter(Backends.OPS_KEY, "generations?metadata.run=linked&endedTo=2026-01-01T10:00:00Z");
        assertThat(page.getByText("Nothing found")).isVisible();
        page.locator("input[name=caller]").fill("ads");
        press("Find");
        assertThat(page).hasURL(Pattern.compile(".*metadata.run=linked.*endedTo=2026.*caller=ads"));

        press("Without endedTo");

        assertThat(page).hasURL(Pattern.compile(".*#/generations\\?metadata.run=linked&caller=ads"));
        assertThat(page.locator("tbody tr[data-open='#/generation/" + id + "']"))
                .isVisible();
    }

    /** As the ledger books it. */
    @Test
    void creditsAreThoseThatWerePaid() {
        List<String> states = List.of(
                "cancelled\"",
                "failed\"",
                "failed\",\"creditsConsumed\":3",
                "failed\",\"failure\":{\"code\":\"no_result\",\"message\":\"m\"}",
                "expired\"",
                "expired\",\"taskId\":\"t\"",
                "succeeded\"",
                "queued\"");
        String items = IntStream.range(0, states.size())
                .mapToObj(n -> "{\"id\":\"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a1" + n + "\",\"state\":\"" + states.get(n)
                        + ",\"model\":\"m\",\"input\":{},\"price\":4,\"createdAt\":\"2026-01-01T10:00:00Z\"}")
                .collect(Collectors.joining(","));
        page.route("**/v1/generations?limit=50", route -> answer(route, "{\"items\":[" + items + "]}"));
        enter(Backends.OPS_KEY, "generations");

        assertThat(page.locator("tbody td.number")).hasText(new String[] {"0", "0", "3", "4", "0", "4", "4", "≤ 4"});
    }

    @Test
    void whatFailsMostLeadsToIt() {
        String id = marked("fails-most", "[sim:fail] one of those that fail");
        String code = gateway().ads().get("/v1/generations/" + id).path("failure.code");
        enter(Backends.OPS_KEY, "now");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(code))
                .first()
                .click();

        isAt("Generations");
        assertThat(page.locator("tbody tr[data-open='#/generation/" + id + "']"))
                .isVisible();
        assertThat(page.locator("select[name=state]")).hasValue("failed");
        assertThat(page.locator("input[name=from]")).not().hasValue("");
    }

    @Test
    void whatAnotherFilterFoundIsNotShownAsItsOwn() {
        String id = marked("under-another", "of one filter");
        page.route("**/v1/generations?failureCode=none*", route -> {}); // never answered
        enter(Backends.OPS_KEY, "generations?q=" + id);
        assertThat(page.locator("tbody tr")).hasCount(1);

        page.navigate(gateway().uri() + "/console/#/generations?failureCode=none");

        assertThat(page.locator("input[name=failureCode]")).hasValue("none");
        assertThat(page.locator("tbody tr")).hasCount(0);
    }

    @Test
    void timelineThatCannotBeHadIsToldAndItsGenerationShown() {
        String id = marked("untold", "of no timeline");
        page.route("**/timeline", Route::abort);

        enter(Backends.OPS_KEY, "generation/" + id);

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not answer");
        assertThat(page.locator("main strong .state")).hasText("succeeded");
    }

    @Test
    void filterOfTheMetadataIsAskedForHoweverItIsWritten() {
        marked("nameless", "of some team");
        enter(Backends.OPS_KEY, "generations?metadata=run");
        assertThat(page.getByText("Nothing found")).isVisible();

        page.getByLabel("metadata").fill("=nameless");
        press("Find");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("query/metadata.");
    }

    @Test
    void fileIsReadNoFurtherOnceThePageIsLeft() {
        List<Route> pages = new ArrayList<>();
        page.route("**/v1/generations?limit=100*", pages::add);
        enter(Backends.OPS_KEY, "generations");
        press("CSV");
        page.waitForCondition(() -> pages.size() == 1);
        answer(pages.get(0), MORE);
        assertThat(page.getByText("0 so far")).isVisible();
        page.waitForCondition(() -> pages.size() == 2);
        page.navigate(gateway().uri() + "/console/#/queue");
        isAt("Queue");

        page.waitForResponse("**/v1/generations?limit=100*", () -> answer(pages.get(1), MORE));

        page.waitForResponse("**/v1/queue", () -> {});
        assertEquals(2, pages.size());
    }

    @Test
    void usageIsAChartAndAFileAndItsDatesAreThoseOfTheAddress() throws Exception {
        marked("used", "used");
        await().atMost(PATIENCE)
                .until(() -> gateway().ads().get("/v1/usage").asString().contains("google/imagen4-fast"));
        enter(Backends.OPS_KEY, "usage?by=model");
        assertThat(page.locator(".chart")).containsText("google/imagen4-fast");
        Download file = page.waitForDownload(() -> press("CSV"));
        assertTrue(file.suggestedFilename().matches("usage-[0-9-]{10}-[0-9-]{10}\\.csv"), file.suggestedFilename());
        String rows = Files.readString(file.path());
        assertTrue(rows.startsWith("\uFEFF\"model\",\"generations\",\"credits\"\r\n"), rows);
        assertTrue(rows.contains("\r\n\"google/imagen4-fast\","), rows);
        page.locator("input[name=from]").fill("2026-01-01");
        assertThat(page).hasURL(Pattern.compile(".*from=2026-01-01.*"));

        page.goBack();

        assertThat(page.locator("input[name=from]")).hasValue("");
    }

    @Test
    void usageIsSeenByWhatItIsConfiguredForAndByTwoThingsTogether() {
        marked("spring", "of a run");
        await().atMost(PATIENCE).until(() -> gateway()
                .ads()
                .get("/v1/usage?by=metadata.run")
                .asString()
                .contains("spring"));
        enter(Backends.OPS_KEY, "usage?by=day,outcome,model");
        assertThat(page.getByLabel("and by")).hasValue("outcome,model");
        page.locator("select[name=by]").selectOption("metadata.run");
        page.locator("select[name=and]").selectOption("caller");
        press("This month");

        assertThat(page).hasURL(Pattern.compile(".*#/usage\\?by=metadata.run%2Ccaller&from=[0-9]{4}-[0-9]{2}-01$"));
        assertThat(page.getByLabel("Usage")
                        .locator("tbody tr")
                        .filter(new Locator.FilterOptions().setHasText("spring")))
                .containsText("ads");
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
}
