package dev.gengate.observability;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.intake.WithIntake;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.manifests.MetricNamesInUse;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the management port exports to Prometheus. */
@QuarkusTest
@TestProfile(WithIntake.class)
class MetricsTest extends GatewayTest {
    @Inject
    LedgerGauges gauges;

    @Test
    void everythingThatAlertsAndDashboardAskForIsExported() {
        ended(submitted("measured"));

        assertEquals(List.of(), scrape().missing(MetricNamesInUse.all()));
    }

    @Test
    void runbookNamesEveryMetricThatIsExported() {
        Set<String> exported = Pattern.compile("# TYPE (gateway_\\S+)(?<!_max) (\\w+)")
                .matcher(metrics())
                .results()
                .map(match -> match.group(1) + (match.group(2).equals("counter") ? "_total" : ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(exported, MetricNamesInUse.ofTheRunbook());
    }

    @Test
    void submissionsAreCountedByResult() {
        Scrape before = scrape();

        submitted("counted");

        assertEquals(1, growth(before, "gateway_submissions_total{result=\"submitted\"}"));
        assertEquals(1, growth(before, "gateway_submissions_total"));
        assertEquals(0, growth(before, "gateway_submissions_total{result=\"unavailable\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "malformed, 400, {, application/json, " + Backends.ADS_KEY,
        "invalid, 422, {}, application/json, " + Backends.ADS_KEY,
        "not_json, 415, {}, text/plain, " + Backends.ADS_KEY,
        "unauthorized, 401, {}, application/json, key-of-nobody",
        "forbidden, 403, {}, application/json, " + Backends.OPS_KEY
    })
    void refusedSubmissionIsCountedByItsReason(String result, int status, String body, String type, String key) {
        Scrape before = scrape();

        given().header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .body(body)
                .post(Backends.gateway() + "/v1/generations")
                .then()
                .statusCode(status);

        assertEquals(1, growth(before, "gateway_submissions_total{result=\"" + result + "\"}"));
        assertEquals(1, growth(before, "gateway_submissions_total"));
    }

    @Test
    void submissionOverTheLimitIsCountedAndTheRefusalOfAnotherRequestIsNot() {
        Scrape before = scrape();

        submit("x".repeat(1024 * 1024 + 1)).statusCode(413);
        ads().get("/v1/generations?limit=0").then().statusCode(422);
        ads().body("{}").contentType("text/plain").post("/v1/operations").then().statusCode(415);

        assertEquals(1, growth(before, "gateway_submissions_total{result=\"too_large\"}"));
        assertEquals(1, growth(before, "gateway_submissions_total"));
    }

    @Test
    void revokedKeyIsCountedAsRefused() {
        Scrape before = scrape();
        provider.set("apiKey", "another key");
        try {
            await().until(() ->
                    growth(before, "gateway_provider_calls_seconds_count{operation=\"credit\",outcome=\"refused\"}")
                            >= 1);
        } finally {
            provider.reset();
        }
    }

    @Test
    void gaugesShowWhatIsInTheLedger() {
        holdTheQueue();
        String queued = submitted("gauged");
        ledger("update generation set created_at = now() - interval '1 hour' where id = '" + queued + "'");
        ledger("update ledger_figures set due_at = '-infinity'");
        ledger("insert into brake values ('model:m', now() + interval '1 hour', 'r', 'ops', now())");

        gauges.look().await().indefinitely();

        Scrape now = scrape();
        long waiting = numberInLedger("select count(*) from generation where state = 'queued'");
        assertEquals(waiting, now.sum("gateway_queue_depth"));
        assertEquals(waiting, now.sum("gateway_generations{state=\"queued\"}"));
        assertEquals(3_600, now.sum("gateway_queue_oldest_seconds"), 60);
        assertEquals(1, now.sum("gateway_pace_paused"));
        assertEquals(1, now.sum("gateway_brakes{scope=\"model\"}"));
        assertEquals(1, now.sum("gateway_brakes"));
        ledger("delete from brake");
        releaseTheQueue();
        ended(queued);
    }

    @Test
    void endedGenerationsAreEstimatedFromWhatTheDatabaseKnowsOfItsTable() {
        ended(submitted("estimated"));
        ended(submitted("estimated [sim:fail]"));
        ledger("analyze generation");

        gauges.look().await().indefinitely();

        Scrape now = scrape();
        for (String state : List.of("succeeded", "failed", "expired", "cancelled")) {
            long rows = numberInLedger("select count(*) from generation where state = '" + state + "'");
            assertEquals(rows, now.sum("gateway_generations_ended_estimate{state=\"" + state + "\"}"), 1, state);
        }
    }

    private static double growth(Scrape before, String selector) {
        return scrape().sum(selector) - before.sum(selector);
    }

    private static Scrape scrape() {
        return Scrape.of(metrics());
    }

    private static String metrics() {
        return given().get(Backends.management() + "/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
