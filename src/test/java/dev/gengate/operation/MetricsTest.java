package dev.gengate.operation;

import static dev.gengate.support.GatewayCalls.ended;
import static dev.gengate.support.GatewayCalls.prompt;
import static dev.gengate.support.GatewayCalls.submit;
import static dev.gengate.support.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.deploy.MetricNamesInUse;
import dev.gengate.deploy.Scrape;
import dev.gengate.support.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the management port exports to Prometheus. */
@QuarkusTest
class MetricsTest extends GatewayTest {
    @Inject
    LedgerGauges gauges;

    @Test
    void everythingThatAlertsAndDashboardAskForIsExported() {
        ended(submitted("measured"));

        assertEquals(List.of(), scrape().missing(MetricNamesInUse.all()));
    }

    @Test
    void submissionsAreCountedByResult() {
        Scrape before = scrape();

        submitted("counted");
        submit("{\"input\":{}}").statusCode(422);

        assertEquals(1, growth(before, "gateway_submissions_total{result=\"submitted\"}"));
        assertEquals(0, growth(before, "gateway_submissions_total{result=\"unavailable\"}"));
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
        String queued = submit(prompt("gauged")).statusCode(202).extract().path("id");
        ledger("update generation set created_at = now() - interval '1 hour' where id = '" + queued + "'");
        ledger("update ledger_figures set due_at = '-infinity'");

        gauges.look().await().indefinitely();

        Scrape now = scrape();
        long waiting = numberInLedger("select count(*) from generation where state = 'queued'");
        assertEquals(waiting, now.sum("gateway_queue_depth"));
        assertEquals(waiting, now.sum("gateway_generations{state=\"queued\"}"));
        assertEquals(3_600, now.sum("gateway_queue_oldest_seconds"), 60);
        assertEquals(1, now.sum("gateway_pace_paused"));
        releaseTheQueue();
        ended(queued);
    }

    private static double growth(Scrape before, String selector) {
        return scrape().sum(selector) - before.sum(selector);
    }

    private static Scrape scrape() {
        return Scrape.of(given().get(Backends.management() + "/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
