package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvents;
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

/** Two brokers, of which one goes away with a copy that the topic insists on. */
@Tag("gate")
class PartitionIT {
    private static final String TOPIC = "two-copies";
    private static final int EVENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void eventsFollowWhenEnoughCopiesAreThereAgain() {
        Backends.provider().reset();
        try (TwoBrokers brokers = TwoBrokers.start()) {
            brokers.createTopic(TOPIC, Map.of(0, List.of(1, 2), 1, List.of(1, 2)), Map.of("min.insync.replicas", "2"));
            try (PackagedGateway gateway = gateway(brokers);
                    CompletedEvents events = CompletedEvents.open(brokers.bootstrapServers(), TOPIC)) {
                awaitEach(events, succeeded(gateway));
                brokers.stopSecond();
                List<String> oneCopy = succeeded(gateway);
                assertEquals(200, gateway.readiness());
                assertTrue(oneCopy.stream().allMatch(id -> events.eventsOf(id).isEmpty()), "one copy is too few");
                brokers.startSecond();
                awaitEach(events, oneCopy);
            }
        }
    }

    private static void awaitEach(CompletedEvents events, List<String> ids) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        ids.forEach(id -> assertEquals(1, events.eventsOf(id).size())));
    }

    private static PackagedGateway gateway(TwoBrokers brokers) {
        Map<String, String> environment =
                PackagedGateway.environment(LocalPostgres.shared(), brokers.bootstrapServers());
        environment.put("GATEWAY_EVENTS_TOPIC", TOPIC);
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return PackagedGateway.start(environment).awaitReady();
    }

    /** Submissions and callbacks go on meanwhile. */
    private static List<String> succeeded(PackagedGateway gateway) {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> gateway.succeeded("number " + i))
                .toList();
    }
}
