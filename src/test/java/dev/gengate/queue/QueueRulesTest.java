package dev.gengate.queue;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Daily limits, an empty account that makes all wait, and cancellation against the dispatcher. Its profile, with tracing
 * and the console on, serves other tests too: each profile is an application that takes seconds to build.
 */
@QuarkusTest
@TestProfile(QueueRulesTest.Rules.class)
public class QueueRulesTest extends GatewayTest {
    /** Bearer key of the caller {@code team}. */
    public static final String TEAM_KEY = "test-key-of-team";
    /** Bearer key of the caller {@code filed}, whose budget is in a file that is bad at the start. */
    public static final String FILED_KEY = "test-key-of-filed";

    /** Writes the budget of that caller. */
    public static Path budgetFile(String text) {
        try {
            Path file = Files.createDirectories(Path.of("target", "budgets")).resolve("filed");
            return Files.writeString(file, text).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ten tasks in a second, thirty of a caller may wait; the shop may submit five a day, the team spend 40 credits a day and
     * 60 a month, and nobody more than 10 at once; without credits all wait.
     */
    public static class Rules implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("gateway.pace.limit", "10"),
                    Map.entry("gateway.pace.period", "PT1S"),
                    Map.entry("gateway.submission.max-queued-per-caller", "30"),
                    Map.entry("gateway.submission.max-credits", "10"),
                    Map.entry("gateway.models.enabled", "default,wan/2-6-flash-image-to-video"),
                    Map.entry("gateway.callers.\"shop\".daily-limit", "5"),
                    Map.entry("gateway.callers.\"team\".key-sha256", Backends.sha256(TEAM_KEY)),
                    Map.entry("gateway.callers.\"team\".budget.day", "40"),
                    Map.entry("gateway.callers.\"team\".budget.month", "60.5"),
                    Map.entry("gateway.callers.\"filed\".key-sha256", Backends.sha256(FILED_KEY)),
                    Map.entry("gateway.callers.\"filed\".budget.day", "9"),
                    Map.entry(
                            "gateway.callers.\"filed\".budget.file",
                            budgetFile("day=").toString()),
                    Map.entry("gateway.usage.by", "team,order"),
                    Map.entry("gateway.usage.every", "PT1H"),
                    Map.entry("gateway.submission.without-credits", "queue"),
                    Map.entry("gateway.console.enabled", "true"),
                    Map.entry("gateway.console.links.\"log\"", "https://logs.example.com/?id={id}"),
                    Map.entry("quarkus.otel.sdk.disabled", "false"),
                    Map.entry("quarkus.otel.bsp.schedule.delay", "100ms"));
        }
    }

    /** Otherwise a test that fails leaves its queue to all that follow. */
    @BeforeEach
    void nothingWaits() {
        nothingIsOpen();
    }

    /** Whatever happened, in whatever order: the depth that is kept is the depth that there is. */
    @AfterEach
    void keptDepthIsTheTrueOne() {
        long wrong = numberInLedger(
                """
                select count(*)
                from (select caller, sum(waiting) as kept from queue_depth group by caller) k
                full join (select caller, count(*) as counted from generation where state = 'queued' group by caller) t
                    using (caller)
                where coalesce(kept, 0) <> coalesce(counted, 0)""");
        assertEquals(0, wrong, "callers whose depth is wrong");
    }

    @Test
    void dailyLimitIsExactUnderConcurrencyDoesNotCountReplaysAndResetsWithTheDay() throws Exception {
        ledger("delete from caller_day");
        String first = submitAsShop("first").then().statusCode(202).extract().path("id");
        submitAsShop("first").then().statusCode(202).header("Idempotent-Replayed", equalTo("true"));

        List<Response> responses = atOnce(IntStream.range(0, 20).boxed().toList(), i -> submitAsShop("key-" + i));

        assertEquals(4, responses.stream().filter(r -> r.statusCode() == 202).count());
        Response refused = submitAsShop("one more");
        refused.then()
                .statusCode(429)
                .body("type", equalTo("urn:gengate:problem:quota-exceeded"))
                .body("detail", containsString("T00:00:00Z"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 86_400);
        submitAsShop("first").then().statusCode(202).body("id", equalTo(first));
        ledger("update caller_day set day = day - 1 where caller = 'shop'");
        submitAsShop("tomorrow").then().statusCode(202);
    }

    private static Response submitAsShop(String key) {
        return submit(as(Backends.SHOP_KEY).header("Idempotency-Key", key), prompt("for the shop"))
                .extract()
                .response();
    }

    @Test
    void withoutCreditsAllWaitAndGoOnceThereAreSome() {
        provider.hasCredits(0);
        String met = submitted("meets it", "queued");
        String next = submitted("comes next", "queued");
        read(next).body("queuePosition", equalTo(2)).body("estimatedStart", nullValue());

        provider.hasCredits(1_000);

        ended(met).body("state", equalTo("succeeded"));
        ended(next).body("state", equalTo("succeeded"));
        assertEquals(1, provider.requestsOf(next).size(), "it was not sent while the account was empty");
    }

    @Test
    void whoWaitsIsToldItsPlaceAndWhoMayNotIsToldWhenToComeBack() {
        ledger("delete from caller_day");
        holdTheQueue();
        List<String> ads = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ads.add(submitted("in line " + i));
        }

        long pause = secondsOfPause();
        Response tooMany =
                submit(prompt("one too many")).statusCode(429).extract().response();
        Response shop = submitAsShop("its first");

        int back = Integer.parseInt(tooMany.header("Retry-After"));
        assertTrue(
                back >= secondsOfPause() && back <= pause, "the first of them leaves when the pause is over: " + back);
        assertTrue(shop.<Integer>path("queuePosition") <= 2, "one turn: " + shop.path("queuePosition"));
        read(ads.get(0)).body("queuePosition", lessThanOrEqualTo(2));
        read(ads.get(29)).body("queuePosition", equalTo(31));
        Instant next = Instant.parse(read(ads.get(2)).extract().path("estimatedStart"));
        Instant last = Instant.parse(read(ads.get(29)).extract().path("estimatedStart"));
        assertEquals(3, Duration.between(next, last).toSeconds(), "three windows later");
        ads.forEach(id -> ads().delete("/v1/generations/" + id).then().statusCode(200));
    }

    /** What is left of it, rounded up. */
    private static long secondsOfPause() {
        return numberInLedger("select ceil(extract(epoch from paused_until - now())) from pace");
    }

    @Test
    void claimThatWasGivenUpTakesNothingWithItWhenTheLedgerGoesOn() throws Exception {
        holdTheQueue();
        List<String> queued = List.of(submitted("waits"), submitted("waits too"));
        try (Connection other = connection()) {
            other.setAutoCommit(false);
            // only the claim writes there
            other.createStatement().execute("lock table caller_turn in access exclusive mode");
            releaseTheQueue();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> numberInLedger(
                                    """
                            select count(*) from pg_stat_activity where wait_event_type = 'Lock'
                            and query like 'with recursive%' and query_start < clock_timestamp() - interval '1.6 seconds'""")
                            > 0);
            other.rollback();
        }

        queued.forEach(id -> ended(id).body("state", equalTo("succeeded")));
        queued.forEach(id -> assertEquals(1, provider.requestsOf(id).size()));
    }

    @Test
    void brakeOfAnOperatorHasNoEndToTell() {
        ledger("update pace set paused_until = 'infinity'");
        String queued = submitted("until the brake is released");

        read(queued).body("queuePosition", lessThanOrEqualTo(2)).body("estimatedStart", nullValue());

        releaseTheQueue();
        ended(queued).body("state", equalTo("succeeded"));
    }

    @Test
    void cancellationIsEitherFirstAndNothingIsSentOrTooLateAndItIsSentOnce() throws Exception {
        Set<Integer> seen = new HashSet<>();
        for (int round = 0; round < 5 && seen.size() < 2; round++) {
            seen.addAll(cancelWhileTheyAreSent());
        }
        assertEquals(Set.of(200, 409), seen, "the race was not won by both");
    }

    private Set<Integer> cancelWhileTheyAreSent() throws Exception {
        holdTheQueue();
        List<String> queued = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            queued.add(submitted("race " + i));
        }
        releaseTheQueue();
        await().atMost(Duration.ofSeconds(10)).until(() -> queued.stream()
                .anyMatch(id -> !provider.requestsOf(id).isEmpty()));

        List<Response> answers = atOnce(queued, id -> ads().delete("/v1/generations/" + id));

        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            seen.add(answers.get(i).statusCode());
            assertSentOrCancelled(queued.get(i), answers.get(i).statusCode() == 200);
        }
        return seen;
    }

    private void assertSentOrCancelled(String id, boolean cancelled) {
        ended(id).body("state", equalTo(cancelled ? "cancelled" : "succeeded"));
        assertEquals(cancelled ? 0 : 1, provider.requestsOf(id).size(), "createTask calls of " + id);
        assertEquals(1, events.awaitEventsOf(id, 1).size());
    }

    /** Runs one call for each, eight at a time. */
    private static <T> List<Response> atOnce(List<T> each, Call<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Response>> futures = new ArrayList<>();
            each.forEach(one -> futures.add(threads.submit(() -> call.of(one))));
            List<Response> responses = new ArrayList<>();
            for (Future<Response> future : futures) {
                responses.add(future.get());
            }
            return responses;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Call<T> {
        Response of(T one);
    }
}
