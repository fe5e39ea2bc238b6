package dev.gengate.usage;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import dev.gengate.proof.servers.Backends;
import dev.gengate.queue.QueueRulesTest;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What generations have cost is the sum of the ledger, and stays when they are gone. */
@QuarkusTest
@TestProfile(QueueRulesTest.Rules.class)
class UsageTest extends GatewayTest {
    private static final String BY = "caller,account,model,outcome,metadata.team,metadata.order";

    @Inject
    UsageRollUp usage;

    @Inject
    Completions completions;

    @BeforeEach
    void nothingIsUsed() {
        nothingIsOpen();
        forgetGenerations();
        ledger("delete from budget_end");
        ledger("update budget set reserved = 0, spent = 0");
        ledger("update usage_turn set seen_at = null, seen_balance = null, seen_in_flight = null, counted_at = null");
        ledger("update usage_hour set fall = null, known = null");
        rollUp();
    }

    /** As the purge does, once their events are published. */
    private static void forgetGenerations() {
        await().until(() -> numberInLedger("select count(*) from outbox") == 0);
        ledger("delete from generation where caller = 'team'");
    }

    /** As if everything had changed. */
    private void rollUp() {
        ledger("update usage_turn set due_at = '-infinity'");
        ledger("update usage_hour set open = -1");
        usage.round().await().indefinitely();
    }

    @Test
    void isByCallerModelOutcomeAndLabelAndOutlivesTheGenerations() {
        ended(submitted("one", "{\"team\":\"=ads\",\"order\":\"1\"}"));
        ended(submitted("two", "{\"team\":\"=ads\",\"order\":\"1\",\"secret\":\"x\"}"));
        ended(submitted("[sim:fail]", "{}"));

        rollUp();

        Map<String, Object> succeeded = report(BY).extract().path("items.find { it.outcome == 'succeeded' }");
        assertEquals(
                Map.of(
                        "caller", "team",
                        "account", "default",
                        "model", "google/imagen4-fast",
                        "outcome", "succeeded",
                        "metadata.team", "=ads",
                        "metadata.order", "1",
                        "generations", 2,
                        "credits", 8),
                succeeded);
        report(BY)
                .body("items.size()", equalTo(2))
                .body("items.find { it.outcome == 'failed' }.credits", equalTo(0))
                .body("items.find { it.outcome == 'failed' }.generations", equalTo(1));
        String csv = as(QueueRulesTest.TEAM_KEY)
                .accept("text/csv")
                .get("/v1/usage?by=outcome,metadata.team")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertEquals("outcome,metadata.team,generations,credits\r\nfailed,,1,0\r\nsucceeded,'=ads,2,8\r\n", csv);
        assertEquals(0, numberInLedger(DIFFERENCE));

        // a month later, when the purge has taken them
        ledger("update usage set hour = hour - interval '40 days' where caller = 'team'");
        ledger("insert into usage_hour (hour, open) select distinct hour, 99 from usage where caller = 'team'");
        forgetGenerations();
        rollUp();
        Instant since = Instant.now().minus(Duration.ofDays(41)).truncatedTo(ChronoUnit.HOURS);
        report("caller&from=" + since).body("items[0].generations", equalTo(3)).body("items[0].credits", equalTo(8));
        ledger("delete from usage where caller = 'team'");
        ledger("delete from usage_hour where open = 99 or open = -1");
    }

    /** Credits of one caller, by the ledger and by the usage. */
    private static final String DIFFERENCE =
            """
            select (select coalesce(sum(credits), 0) from usage where caller = 'team')
                - (select coalesce(sum(credits_consumed), 0) from generation where caller = 'team')""";

    /** The price is 4. Without a bill it failed. */
    @ParameterizedTest
    @CsvSource({
        "failed, 0, 2.5, 2.5",
        "failed, 0, 1000000, 4",
        "expired, 4, 2.5, 2.5",
        "expired, 4, 1000000, 4",
        "expired, 4, , 0"
    })
    void whatTheProviderSaysAfterTheDeadlineTakesThePlaceOfWhatWasAssumed(
            String state, String assumed, BigDecimal billed, String counted) {
        String id = submitted("[sim:never-finishes]", "{}");
        await().untilAsserted(() ->
                as(QueueRulesTest.TEAM_KEY).get("/v1/generations/" + id).then().body("state", equalTo("submitted")));
        String task = as(QueueRulesTest.TEAM_KEY).get("/v1/generations/" + id).path("taskId");
        endedByItsDeadline(id, state);
        rollUp();
        assertCost(assumed);
        long version = versionOf(id);

        Outcome outcome = billed == null
                ? Outcome.failed(task, new Failure("500", "no"), null)
                : Outcome.succeeded(task, List.of(result()), null, billed);
        for (int time = 0; time < 2; time++) {
            told(id, outcome);
        }

        int changes = assumed.equals(counted) ? 0 : 1;
        assertEquals(version + changes, versionOf(id), "a roll-up that has begun does not count");
        ledger("update usage_turn set due_at = '-infinity'");
        usage.round().await().indefinitely();
        assertCost(counted);
    }

    /** Of the hour that the generation belongs to. */
    private static long versionOf(String id) {
        return numberInLedger(
                "select version from usage_hour where hour = (select date_trunc('hour', created_at, 'UTC')"
                        + " from generation where id = '" + id + "')");
    }

    private static void endedByItsDeadline(String id, String state) {
        ledger("update generation set state = '" + state + "', failure_code = 'x', failure_message = 'x',"
                + " completed_at = now(), resolved_by = 'deadline' where id = '" + id + "'");
    }

    private void told(String id, Outcome outcome) {
        completions
                .complete(Completion.of(UUID.fromString(id), outcome, ResolvedBy.CALLBACK))
                .await()
                .indefinitely();
    }

    /** By the budget and by the usage of the only generation. */
    private static void assertCost(String credits) {
        assertEquals(Math.round(Double.parseDouble(credits) * 10), spent(), "tenths of credits");
        Number used = report("outcome").extract().path("items[0].credits");
        assertEquals(Double.parseDouble(credits), used.doubleValue());
    }

    /** As its outcome: what the provider said first holds, and what contradicts it is kept aside. */
    @Test
    void successThatContradictsTheProvidersOwnWordCostsNothing() {
        String id = submitted("[sim:fail]", "{}");
        ended(id);
        String task = as(QueueRulesTest.TEAM_KEY).get("/v1/generations/" + id).path("taskId");
        long before = spent();

        Outcome outcome = Outcome.succeeded(task, List.of(result()), null, new BigDecimal("2.5"));
        told(id, outcome);

        assertEquals(1, numberInLedger("select count(*) from late_outcome where generation_id = '" + id + "'"));
        assertEquals(before, spent(), "tenths of credits");
        rollUp();
        report("outcome").body("items[0].outcome", equalTo("failed")).body("items[0].credits", equalTo(0));
    }

    /** Nobody knows which is its own: the budget and the usage agree on the dearest, its price at most. */
    @Test
    void lateSuccessesOfSeveralTasksCostItsPriceOnce() {
        holdTheQueue();
        String id = submitted("was lost", "{}");
        endedByItsDeadline(id, "failed");

        for (String billed : List.of("2.5", "3.5", "100", "4")) {
            told(id, Outcome.succeeded("task-of-" + billed, List.of(result()), null, new BigDecimal(billed)));
        }

        rollUp();
        assertCost("4");
    }

    /** The first task of one that was sent again is heard of while the second runs. */
    @ParameterizedTest
    @CsvSource({"true, 6.5", "false, 4"})
    void bothTasksOfOneThatWasSentAgainCost(boolean sentAgain, String counted) {
        String id = submitted("[sim:never-finishes] the second", "{}");
        await().untilAsserted(() ->
                as(QueueRulesTest.TEAM_KEY).get("/v1/generations/" + id).then().body("state", equalTo("submitted")));
        String task = as(QueueRulesTest.TEAM_KEY).get("/v1/generations/" + id).path("taskId");
        ledger("insert into audit (done_at, actor, action, target) values (now(), 'ops', '"
                + (sentAgain ? "resubmit" : "replay") + "', '" + id + "')");

        Outcome first = Outcome.succeeded("the-first", List.of(result()), null, new BigDecimal("2.5"));
        told(id, first);
        assertEquals(sentAgain ? 25 : 0, spent(), "tenths of credits");
        told(id, Outcome.succeeded(task, List.of(result()), null, new BigDecimal(4)));
        told(id, first);

        rollUp();
        assertCost(counted);
    }

    private static Result result() {
        return new Result(ResultKind.IMAGE, null, Instant.EPOCH, "https://tempfile.example/f/1.png");
    }

    private static long spent() {
        return numberInLedger("select coalesce(sum(spent), 0) * 10 from budget_end where caller = 'team'");
    }

    @Test
    void fallOfTheBalanceIsHeldAgainstTheGenerations() {
        ledger("update usage_turn set seen_at = '-infinity', seen_balance = 1000, seen_in_flight = 4");
        ledger("update credits set balance = 950, due_at = now() + interval '10 minutes'");
        ledger("update usage_turn set due_at = '-infinity'");
        usage.round().await().indefinitely();
        assertEquals(50, fall());

        balanceBecomes(954);
        assertEquals(46, fall(), "a refund of what ran");

        balanceBecomes(5_000);
        assertEquals(46, fall(), "somebody paid in");
        ledger("update credits set due_at = '-infinity'");
    }

    private void balanceBecomes(int credits) {
        ledger("update usage_turn set due_at = '-infinity', seen_in_flight = 4");
        ledger("update credits set balance = " + credits);
        usage.round().await().indefinitely();
    }

    private static long fall() {
        return numberInLedger("select coalesce(sum(fall), 0) from usage_hour");
    }

    @Test
    void operatorSeesThatOfAllAndACallerItsOwn() {
        ended(submitted("own", "{}"));
        rollUp();

        report("caller").body("items.caller", equalTo(List.of("team")));
        List<String> callers = as(Backends.OPS_KEY)
                .get("/v1/usage?by=caller")
                .then()
                .statusCode(200)
                .extract()
                .path("items.caller");
        assertTrue(callers.contains("team"), callers::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=,",
                "by=caller,metadata.secret",
                "by=credits;drop table usage",
                "from=yesterday",
                "from=2026-01-01T10:30:00Z",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "to=-1000000000-01-01T00:00:00Z",
                "model=z-image",
                "by=model&by=day"
            })
    void whatCannotBeReportedIsNotValid(String query) {
        as(QueueRulesTest.TEAM_KEY).get("/v1/usage?" + query).then().statusCode(422);
    }

    private static ValidatableResponse report(String by) {
        return as(QueueRulesTest.TEAM_KEY).get("/v1/usage?by=" + by).then().statusCode(200);
    }

    private static void ended(String id) {
        as(QueueRulesTest.TEAM_KEY)
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200);
    }

    private static String submitted(String prompt, String metadata) {
        String body = "{\"input\":{\"prompt\":\"" + prompt + "\"},\"metadata\":" + metadata + "}";
        return submit(as(QueueRulesTest.TEAM_KEY), body)
                .statusCode(202)
                .extract()
                .path("id");
    }
}
