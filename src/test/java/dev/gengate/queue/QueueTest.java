package dev.gengate.queue;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the limit: paced, queued, in turn, cancellable, bounded. */
@QuarkusTest
@TestProfile(QueueTest.Paced.class)
class QueueTest extends GatewayTest {
    /** A little less than the gateway's, for what a busy machine adds on the way. */
    private static final Duration PERIOD = Duration.ofMillis(1_500);

    /** Three tasks in two seconds, and room for four in the queue. */
    public static class Paced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.pace.limit", "3",
                    "gateway.pace.period", "PT2S",
                    "gateway.submission.max-queued", "4",
                    "gateway.submission.max-queued-per-caller", "3");
        }
    }

    @BeforeEach
    void providerLimitsToo() {
        provider.limitsTo(3, PERIOD);
    }

    @Test
    void limitIsKeptTheQueueGoesOutInTurnAndWhatIsTooMuchIsRefused() {
        List<String> ads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ads.add(submitted("sent " + i));
            ended(ads.get(i));
        }
        holdTheQueue();
        for (int i = 0; i < 3; i++) {
            ads.add(submitted("waits " + i, "queued"));
        }
        submit(prompt("one too many"))
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:gengate:problem:queue-full"));
        String shop = submit(as(Backends.SHOP_KEY), prompt("another's"))
                .statusCode(202)
                .body("state", equalTo("queued"))
                .extract()
                .path("id");
        submit(as(Backends.SHOP_KEY), prompt("full for all")).statusCode(429);
        releaseTheQueue();

        ads.forEach(id -> ended(id).body("state", equalTo("succeeded")));

        assertEquals(0, provider.counts().answered("429"));
        List<String> order =
                provider.requests().stream().map(ProviderRequest::generationId).toList();
        assertEquals(ads, order.stream().filter(ads::contains).toList(), "oldest first within a caller");
        assertTrue(order.indexOf(shop) <= 4, "within one turn: " + order.indexOf(shop));
    }

    @Test
    void cancelledWhileQueuedIsNeverSentAndHasItsEvent() {
        holdTheQueue();
        String queued = submitted("changed my mind", "queued");

        for (int time = 0; time < 2; time++) {
            ads().delete("/v1/generations/" + queued)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(queued))
                    .body("state", equalTo("cancelled"));
        }

        CompletedEvent event = events.awaitEventOf(queued);
        assertEquals("dev.gengate.generation.cancelled.v1", event.type());
        assertEquals("caller", event.json().path("resolvedBy").asText());
        releaseTheQueue();
        String later = submitted("after it");
        ended(later).body("state", equalTo("succeeded"));
        assertEquals(0, provider.requestsOf(queued).size());
        ads().delete("/v1/generations/" + queued).then().statusCode(200).body("state", equalTo("cancelled"));
        ads().delete("/v1/generations/" + later)
                .then()
                .statusCode(409)
                .body("detail", equalTo("Only a queued generation can be cancelled; this one is succeeded."));
    }
}
