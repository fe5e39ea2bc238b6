package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.TwoBrokers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two brokers, of which one goes away with a copy that a topic insists on: that one waits and says so, the other goes on. */
@Tag("gate")
class PartitionIT {
    private static final String TOPIC = "two-copies";
    private static final String OTHER = "shop.generations";
    private static final int EVENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void eventsFollowWhenEnoughCopiesAreThereAgain() {
        Backends.provider().reset();
        try (TwoBrokers brokers = TwoBrokers.start()) {
            brokers.createTopic(TOPIC, Map.of(0, List.of(1, 2), 1, List.of(1, 2)), Map.of("min.insync.replicas", "2"));
            brokers.createTopic(OTHER, Map.of(0, List.of(1)), Map.of());
            try (PackagedGateway gateway = gateway(brokers);
                    CompletedEvents others = CompletedEvents.open(brokers.bootstrapServers(), OTHER);
                    CompletedEvents events = CompletedEvents.open(brokers.bootstrapServers(), TOPIC)) {
                awaitEach(events, succeeded(gateway, Backends.ADS_KEY));
                assertEquals(0, held(gateway, TOPIC));
                brokers.stopSecond();
                List<String> oneCopy = succeeded(gateway, Backends.ADS_KEY);
                awaitEach(others, succeeded(gateway, Backends.SHOP_KEY));
                await().atMost(PATIENCE).until(() -> held(gateway, TOPIC) > 0);
                assertEquals(0, held(gateway, OTHER));
                assertEquals(200, gateway.readiness());
                assertTrue(oneCopy.stream().allMatch(id -> events.eventsOf(id).isEmpty()), "one copy is too few");
                brokers.startSecond();
                awaitEach(events, oneCopy);
                await().atMost(PATIENCE).until(() -> held(gateway, TOPIC) == 0);
            }
        }
    }

    private static void awaitEach(CompletedEvents events, List<String> ids) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        ids.forEach(id -> assertEquals(1, events.eventsOf(id).size())));
    }

    private static double held(PackagedGateway gateway, String topic) {
        return gateway.metrics().sum("gateway_topic_held_seconds{topic=\"" + topic + "\"}");
    }

    private static PackagedGateway gateway(TwoBrokers brokers) {
        Map<String, String> environment =
                PackagedGateway.environment(LocalPostgres.shared(), brokers.bootstrapServers());
        environment.put("GATEWAY_EVENTS_TOPIC", TOPIC);
        environment.put("GATEWAY_CALLERS__SHOP__TOPIC", OTHER);
        environment.put("GATEWAY_CALLERS__SHOP__KEY_SHA256", Backends.sha256(Backends.SHOP_KEY));
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return PackagedGateway.start(environment).awaitReady();
    }

    /** Submissions and callbacks go on meanwhile. */
    private static List<String> succeeded(PackagedGateway gateway, String key) {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> gateway.as(key)
                        .header("Prefer", "wait=20")
                        .body(GatewayCalls.prompt("number " + i))
                        .post("/v1/generations")
                        .then()
                        .body("state", equalTo("succeeded"))
                        .extract()
                        .<String>path("id"))
                .toList();
    }
}
