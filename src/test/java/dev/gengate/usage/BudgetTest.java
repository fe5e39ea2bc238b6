package dev.gengate.usage;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import dev.gengate.queue.QueueRulesTest;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller with a budget: 40 credits a day, 60.5 a month, 4 for a generation. */
@QuarkusTest
@TestProfile(QueueRulesTest.Rules.class)
class BudgetTest extends GatewayTest {
    @BeforeEach
    void nothingIsSpent() {
        nothingIsOpen();
        ledger("delete from budget_end");
        ledger("update budget set reserved = 0, spent = 0");
    }

    @Test
    void isReservedUntilTheLastCreditReturnedByACancellationAndSpentByASuccess() {
        holdTheQueue();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(submitAsTeam("key-" + i, "within it")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id"));
        }

        Response over = submitAsTeam("one more", "over it");
        over.then()
                .statusCode(429)
                .body("type", equalTo("urn:gengate:problem:budget-exceeded"))
                .body("detail", containsString("40 credits for the day has 0 left, and this may cost 4"))
                .body("detail", containsString("T00:00:00Z"));
        assertTrue(Integer.parseInt(over.header("Retry-After")) <= 86_400);
        submitAsTeam("key-0", "within it").then().statusCode(202).header("Idempotent-Replayed", equalTo("true"));
        assertBudget(40, 0, 0).body("month.left", equalTo(20.5f));

        as(QueueRulesTest.TEAM_KEY)
                .delete("/v1/generations/" + ids.get(0))
                .then()
                .statusCode(200);
        assertBudget(36, 0, 4);
        submitAsTeam("one more", "over it").then().statusCode(202);

        releaseTheQueue();
        await().untilAsserted(() -> assertBudget(0, 40, 0));
        submitAsTeam("and another", "over it").then().statusCode(429);
    }

    @Test
    void ofTheMonthIsNamedWhenItIsTheOneThatIsUsedUp() {
        submitAsTeam(null, "of today").then().statusCode(202);
        assertQuoteIsWithin(true);
        ledger("update budget set spent = 55 where period = 'month'");

        assertQuoteIsWithin(false);
        submitAsTeam(null, "once more")
                .then()
                .statusCode(429)
                .body("detail", containsString("60.5 credits for the month has 1.5 left"))
                .body("detail", containsString("-01T00:00:00Z"));
    }

    private static void assertQuoteIsWithin(boolean budget) {
        as(QueueRulesTest.TEAM_KEY)
                .contentType("application/json")
                .body(prompt("how much"))
                .post("/v1/quotes")
                .then()
                .statusCode(200)
                .body("withinBudget", equalTo(budget));
    }

    @Test
    void billCountsAndNotThePrice() {
        submitAsTeam(null, "[sim:bills=7] is dearer").then().statusCode(202);
        await().untilAsserted(() -> assertBudget(0, 7, 33));

        submitAsTeam(null, "[sim:bills=38] is much dearer").then().statusCode(202);
        await().untilAsserted(() -> assertBudget(0, 45, 0));

        submitAsTeam(null, "nothing is left").then().statusCode(429);
    }

    @Test
    void failureCostsNothingAndALostAnswerKeepsItsReservation() {
        submitAsTeam(null, "[sim:fail] fails").then().statusCode(202);
        await().untilAsserted(() -> assertBudget(0, 0, 40));

        submitAsTeam(null, "[sim:code=422:no] is refused").then().statusCode(422);
        assertBudget(0, 0, 40);

        submitAsTeam(null, "[sim:lose-answer] [sim:no-callback] is lost")
                .then()
                .statusCode(202)
                .body("state", equalTo("unconfirmed"));
        assertBudget(4, 0, 36);
    }

    /** A second try makes the rows of its budget again, and takes away what ended long ago. */
    @Test
    void refusalIsTriedAgainOnlyIfNothingExplainsIt() {
        submitAsTeam(null, "makes the rows").then().statusCode(202);
        holdTheQueue();
        ledger("insert into budget_end (caller, day, released, spent) values ('team', current_date - 100, 0, 0)");
        ledger("insert into queue_depth values ('team', 77, 30)");

        submitAsTeam(null, "too many wait")
                .then()
                .statusCode(429)
                .body("type", equalTo("urn:gengate:problem:queue-full"));
        assertEquals(1, endedLongAgo());

        ledger("delete from queue_depth where caller = 'team' and waiting = 30");
        ledger("delete from budget where caller = 'team'");
        submitAsTeam(null, "as after a restore").then().statusCode(202);
        assertEquals(0, endedLongAgo());
    }

    private static long endedLongAgo() {
        return numberInLedger("select count(*) from budget_end where caller = 'team' and day < current_date - 62");
    }

    @Test
    void oneInAFileIsNothingWhileTheFileWasNeverGoodAndChangesWithoutARestart() {
        assertFiled(0);
        assertEquals(1, badFiles());
        submit(as(QueueRulesTest.FILED_KEY), prompt("with a bad file"))
                .statusCode(429)
                .body("type", equalTo("urn:gengate:problem:budget-exceeded"))
                .header("Retry-After", "60");

        QueueRulesTest.budgetFile("day=7.5");
        await().untilAsserted(() -> assertFiled(7.5f));
        assertEquals(0, badFiles());
        submit(as(QueueRulesTest.FILED_KEY), prompt("with a good one")).statusCode(202);

        // of the month nothing is left either, but to wait for the next one would be in vain
        QueueRulesTest.budgetFile("day=3\nmonth=4");
        await().untilAsserted(() -> submit(as(QueueRulesTest.FILED_KEY), prompt("never"))
                .statusCode(429)
                .header("Retry-After", nullValue())
                .body("detail", containsString("3 credits for the day never suffices: this may cost 4")));

        QueueRulesTest.budgetFile("day=");
        await().until(() -> badFiles() == 1);
        as(QueueRulesTest.FILED_KEY).get("/v1/budget").then().body("day.limit", equalTo(3));
    }

    private static double badFiles() {
        return Scrape.of(RestAssured.get(Backends.management() + "/q/metrics").asString())
                .sum("gateway_budget_bad_files");
    }

    private static void assertFiled(Number limit) {
        as(QueueRulesTest.FILED_KEY)
                .get("/v1/budget")
                .then()
                .statusCode(200)
                .body("day.limit", equalTo(limit))
                .body("month", nullValue());
    }

    @Test
    void callerWithoutOneHasNone() {
        ads().get("/v1/budget")
                .then()
                .statusCode(200)
                .body("caller", equalTo("ads"))
                .body("day", nullValue())
                .body("month", nullValue());
        assertEquals(0, numberInLedger("select count(*) from budget where caller = 'ads'"));
    }

    @Test
    void operatorSeesThatOfAnyCallerAndNobodyElseDoes() {
        submitAsTeam(null, "[sim:bills=7] is spent").then().statusCode(202);
        await().untilAsserted(() -> assertBudget(0, 7, 33));

        as(Backends.OPS_KEY)
                .get("/v1/budget?caller=team")
                .then()
                .statusCode(200)
                .body("caller", equalTo("team"))
                .body("day.spent", equalTo(7));
        as(Backends.OPS_KEY).get("/v1/budget?caller=nobody").then().statusCode(404);
        ads().get("/v1/budget?caller=team").then().statusCode(403);
        ads().get("/v1/budget?caller=ads").then().statusCode(200).body("caller", equalTo("ads"));
        as(Backends.OPS_KEY).get("/v1/budget?callers=team").then().statusCode(422);
    }

    @Test
    void generationThatMayCostTooMuchIsNotValid() {
        String ultra = "{\"model\":\"google/imagen4-ultra\",\"input\":{\"prompt\":\"dear\"}}";
        for (String path : List.of("/v1/generations", "/v1/quotes")) {
            ads().contentType("application/json")
                    .body(ultra)
                    .post(path)
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/input"))
                    .body("errors[0].detail", equalTo("may cost 12 credits; one generation may cost 10 at most"));
        }
    }

    @Test
    void modelWithoutAPriceIsNotForWhoseSpendingIsLimited() {
        String unpriced = "{\"model\":\"wan/2-6-flash-image-to-video\",\"input\":{\"prompt\":\"a film\",\"audio\":true,"
                + "\"image_urls\":[\"https://files.example.com/1.png\"]}}";

        submit(as(QueueRulesTest.TEAM_KEY), unpriced)
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/model")))
                .body("errors[0].detail", equalTo("has no known price, but your spending is limited"));
    }

    private static ValidatableResponse assertBudget(int reserved, int spent, int left) {
        return as(QueueRulesTest.TEAM_KEY)
                .get("/v1/budget")
                .then()
                .statusCode(200)
                .body("day.limit", equalTo(40))
                .body("day.reserved", equalTo(reserved))
                .body("day.spent", equalTo(spent))
                .body("day.left", equalTo(left));
    }

    private static Response submitAsTeam(String key, String prompt) {
        var request = as(QueueRulesTest.TEAM_KEY);
        return submit(key == null ? request : request.header("Idempotency-Key", key), prompt(prompt))
                .extract()
                .response();
    }
}
