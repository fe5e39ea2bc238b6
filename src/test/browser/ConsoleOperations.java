package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.gengate.proof.servers.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator does in the console: brakes, and a replay of many. */
class ConsoleOperations extends ConsoleTests {
    @Test
    void bulkReplayIsCountedFirstAndSeenToItsEnd() {
        String mark = "bulk-" + System.nanoTime();
        for (int i = 0; i < 3; i++) {
            marked(mark, "[sim:fail] to be replayed");
        }
        enter(Backends.OPS_KEY, "operations?metadata.run=" + mark);
        isAt("Operations");

        press("Count them first");
        assertThat(page.locator("main .note")).containsText("3 match.");
        page.locator("input[name=reason]").fill("a consumer lost them");
        press("replay 3");

        assertThat(operation(mark)).containsText("a consumer lost them");
        assertThat(operation(mark)).containsText("done");
        assertThat(operation(mark)).containsText("3 of 3");
        assertThat(page.locator("table").last()).containsText("start");
    }

    /** What came since is not among them. */
    @Test
    void bulkCancellationEndsNoMoreThanWereCounted() {
        enter(Backends.OPS_KEY, "operations");
        String mark = "cancelled-" + System.nanoTime();
        gateway()
                .as(Backends.OPS_KEY)
                .body("{\"on\":true,\"reason\":\"they wait\"}")
                .put("/v1/brake");
        queued(mark);
        page.getByLabel("Do this").selectOption("cancel");
        page.locator("textarea[name=filter]").fill("metadata.run=" + mark);
        press("Count them first");
        page.locator("input[name=reason]").fill("not wanted");
        queued(mark);
        press("cancel 1");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("matches more generations");

        press("Count them first");
        press("cancel 2");

        assertThat(operation(mark)).containsText("2 of 2");
    }

    @Test
    void bulkResubmissionIsBegunOnceItsPriceIsAccepted() {
        String mark = "resubmitted-" + System.nanoTime();
        Backends.provider().nextRequest("lose-answer=reset", "no-callback");
        queued(mark);
        enter(Backends.OPS_KEY, "operations?action=resubmit&metadata.run=" + mark);
        press("Count them first");
        page.locator("input[name=reason]").fill("no such task");
        press("resubmit 1");
        assertThat(page.locator("input[type=checkbox]:invalid")).hasCount(1);

        page.getByLabel("I accept that each of them may be paid for twice").check();
        press("resubmit 1");

        assertThat(operation(mark)).containsText("1 of 1");
    }

    private void queued(String mark) {
        gateway()
                .ads()
                .body(Map.of("input", Map.of("prompt", "one of many"), "metadata", Map.of("run", mark)))
                .post("/v1/generations")
                .then()
                .statusCode(202);
    }

    /** Its row, by what is in it. */
    private Locator operation(String text) {
        return page.getByLabel("Operations").locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** What follows cannot be undone. */
    @Test
    void countThatComesLateIsNotThatOfAnotherFilter() {
        List<Route> held = new ArrayList<>();
        page.route("**/v1/operations", route -> {
            if ("POST".equals(route.request().method())) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        enter(Backends.OPS_KEY, "operations?caller=nobody");
        press("Count them first");
        page.waitForCondition(() -> !held.isEmpty());
        page.locator("textarea[name=filter]").fill("caller=ads");

        page.waitForResponse("**/v1/operations", () -> held.get(0).resume());

        assertThat(page.getByText("Count them first")).isEnabled();
        assertThat(page.locator("main .note")).hasCount(0);
        page.locator("textarea[name=filter]").fill("caller=nobody");
        assertThat(page.locator("main .note")).containsText("0 match.");
    }

    @Test
    void whatWasCountedIsInTheAddress() {
        enter(Backends.OPS_KEY, "operations");
        page.getByLabel("Do this").selectOption("cancel");
        page.locator("textarea[name=filter]").fill("caller=nobody\nmetadata.team=");
        press("Count them first");
        assertThat(page.locator("main .note")).containsText("0 match.");

        page.getByLabel("Read only").check();
        page.getByLabel("Read only").uncheck();

        assertThat(page.locator("textarea[name=filter]")).hasValue("caller=nobody\nmetadata.team=");
        page.reload();
        assertThat(page.getByLabel("Do this")).hasValue("cancel");
        assertThat(page.locator("textarea[name=filter]")).hasValue("caller=nobody\nmetadata.team=");
    }

    @Test
    void countThatDoesNotReachTheEndSaysSoAndIsNoDeadEnd() {
        page.route("**/v1/operations", route -> {
            if ("POST".equals(route.request().method())) {
                answer(route, "{\"matched\":0,\"complete\":false,\"examples\":[]}");
            } else {
                route.resume();
            }
        });
        enter(Backends.OPS_KEY, "operations?caller=ads");
        press("Count them first");
        assertThat(page.locator("main .note")).containsText("0 or more match. Only the oldest 500,000");
        assertThat(page.getByText("replay 0 or more", new Page.GetByTextOptions().setExact(true)))
                .isVisible();

        page.getByLabel("Do this").selectOption("resubmit");
        press("Count them first");

        assertThat(page.locator("main .note")).containsText("0 or more match.");
        assertThat(page.locator("input[name=reason]")).hasCount(0);
    }

    @Test
    void moreThanMayBeSentAgainAtOnceIsToldBeforehand() {
        page.route("**/v1/operations", route -> {
            if ("POST".equals(route.request().method())) {
                answer(route, "{\"matched\":501,\"complete\":true,\"examples\":[]}");
            } else {
                route.resume();
            }
        });
        enter(Backends.OPS_KEY, "operations?action=resubmit&caller=ads");
        press("Count them first");

        assertThat(page.locator("main .note")).containsText("501 match. At most 500 are sent again at once");
        assertThat(page.locator("input[name=reason]")).hasCount(0);
    }

    @Test
    void brakeIsPulledAndReleasedWithAReason() {
        enter(Backends.OPS_KEY, "now");
        pullTheBrake("a new key");
        assertThat(page.locator("main .note")).containsText("The brake is on: a new key");
        gateway().ads().get("/v1/brake").then().body("on", equalTo(true));

        releaseTheBrake();
    }

    @Test
    void operationIsAbortedWithAReason() {
        CONSOLE.ledger(
                "insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at)"
                        + " values (gen_random_uuid(), 'replay', '{}', 'too many', 'ops',"
                        + " '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',"
                        + " now() + interval '1 hour', now())");
        enter(Backends.OPS_KEY, "operations");
        Locator row = operation("too many");
        assertThat(row).containsText("running");
        press("Abort");
        page.getByLabel("Reason, for the audit").fill("not these");
        page.locator("dialog button").first().click();

        assertThat(row).containsText("aborted by ops");
        assertThat(page.getByLabel("Audit").locator("tbody tr").first()).containsText("not these");
    }

    @Test
    void auditIsSearchedAndStaysSoOverAReload() throws IOException {
        String id = marked("audited", "[sim:fail] published again");
        gateway()
                .as(Backends.OPS_KEY)
                .post("/v1/generations/" + id + "/replay?reason=lost")
                .then()
                .statusCode(200);
        enter(Backends.OPS_KEY, "operations");
        page.getByLabel("Audit").locator("[name=target]").fill(id);
        page.getByLabel("Audit").locator("[name=action]").selectOption("replay");
        assertThat(page.getByLabel("Audit").locator("tbody tr")).hasCount(1);

        page.reload();
        assertThat(page.getByLabel("Audit").locator("tbody tr")).hasCount(1);
        assertThat(page.getByLabel("Audit").locator("[name=target]")).hasValue(id);
        assertThat(page.getByLabel("Audit").locator("[name=action]")).hasValue("replay");
        assertThat(page.locator("textarea[name=filter]")).hasValue("");
        Download file = page.waitForDownload(() -> press("CSV"));
        assertTrue(Files.readString(file.path()).contains("\"ops\",\"replay\",\"" + id + "\",\"lost\""));
        Locator found = page.getByLabel("Audit").locator("tbody tr[aria-selected=true]");
        for (int i = 0; i < 60 && found.count() == 0; i++) {
            page.keyboard().press("j");
        }
        page.keyboard().press("Enter");
        isAt("Generation");
        page.keyboard().press("Escape");
        isAt("Operations");

        page.getByLabel("Audit").locator("[name=actor]").fill("nobody");
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Audit")))
                .isVisible();
        assertThat(page.getByLabel("Audit").locator("tbody tr")).hasCount(0);
    }

    @Test
    void auditIsLookedForFurtherBackAndIsAFileAsAWhole() throws IOException {
        String act = "{\"at\":\"2026-01-01T10:00:00Z\",\"actor\":\"ops\",\"action\":\"brake\",\"reason\":\"%s\"}";
        page.route("**/v1/audit?actor=ops", route -> answer(route, "{\"items\":[],\"nextCursor\":\"2\"}"));
        page.route(
                "**/v1/audit?actor=ops&cursor=2",
                route -> answer(route, "{\"items\":[" + act.formatted("the newer") + "],\"nextCursor\":\"1\"}"));
        page.route(
                "**/v1/audit?actor=ops&cursor=1",
                route -> answer(route, "{\"items\":[" + act.formatted("the older") + "]}"));
        enter(Backends.OPS_KEY, "operations?audit.actor=ops");
        assertThat(page.getByText("Nothing found yet.")).isVisible();

        String file = Files.readString(page.waitForDownload(() -> press("CSV")).path());
        assertTrue(file.contains("\"the newer\"") && file.contains("\"the older\""), file);
        press("Look further back");
        assertThat(page.getByLabel("Audit").locator("tbody tr")).containsText("the newer");

        page.route("**/v1/audit?actor=ops&cursor=1", Route::abort);
        file = Files.readString(page.waitForDownload(() -> press("CSV")).path());
        assertTrue(file.contains("\"the newer\""), file);
        assertThat(page.getByText("The file has the newest 1 only. The gateway does not answer."))
                .isVisible();
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
        gateway()
                .ads()
                .get("/v1/brake")
                .then()
                .body("on", equalTo(false))
                .body("models[0].model", equalTo("google/imagen4"))
                .body("models[0].until", notNullValue());

        releaseTheBrake();
    }

    private void pullTheBrake(String reason) {
        press("Pull the brake");
        assertThat(page.locator("dialog")).containsText("It is on until");
        page.getByLabel("Reason, for the audit").fill(reason);
        press("Stop the sending");
    }

    private void releaseTheBrake() {
        press("Release the brake");
        page.getByLabel("Reason, for the audit").fill("it is over");
        press("Release");
        assertThat(page.locator("main")).containsText("The brake is off.");
    }
}
