package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.TwoBrokers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two brokers, of which one goes away with the only copy of a partition: that one waits, the other goes on as usual. */
@Tag("chaos")
class LeaderlessPartitionIT {
    private static final String TOPIC = "one-copy-each";
    private static final int EVENTS = 30;
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(25);

    @Test
    void partitionWithoutLeaderHoldsUpItsOwnEventsAlone() {
        Backends.provider().reset();
        try (TwoBrokers brokers = TwoBrokers.start()) {
            brokers.createTopic(TOPIC, Map.of(0, List.of(1), 1, List.of(2)), Map.of());
            try (PackagedGateway gateway = gateway(brokers);
                    Reader events = new Reader(brokers.bootstrapServers())) {
                awaitEach(events, succeeded(gateway), PATIENCE);
                brokers.stopSecond();
                List<String> first = succeeded(gateway);
                awaitEach(events, leads(first), USUAL);
                List<String> later = succeeded(gateway);
                awaitEach(events, leads(later), USUAL);
                await().pollDelay(LONGER_THAN_A_LEASE).atMost(PATIENCE).until(() -> true);
                List<String> last = succeeded(gateway);
                awaitEach(events, leads(last), USUAL);
                assertEquals(200, gateway.readiness());

                List<String> all =
                        Stream.of(first, later, last).flatMap(List::stream).toList();
                assertTrue(all.size() > leads(all).size(), "some are of the other partition");
                brokers.startSecond();
                awaitEach(events, all, PATIENCE);
            }
        }
    }

    /** The events of the partition that has a leader all the time. */
    private static List<String> leads(List<String> ids) {
        return ids.stream()
                .filter(id -> BuiltInPartitioner.partitionForKey(id.getBytes(StandardCharsets.UTF_8), 2) == 0)
                .toList();
    }

    /** Once each. */
    private static void awaitEach(Reader events, List<String> ids, Duration patience) {
        await().atMost(patience)
                .untilAsserted(
                        () -> assertTrue(events.keys().containsAll(ids), () -> missing(events, ids) + " are missing"));
        ids.forEach(id -> assertEquals(1, Collections.frequency(events.keys, id), id));
    }

    private static long missing(Reader events, List<String> ids) {
        return ids.stream().filter(id -> !events.keys.contains(id)).count();
    }

    /** Does not ask where a partition ends: of one without a leader nobody knows. */
    private static final class Reader implements AutoCloseable {
        private final List<String> keys = new ArrayList<>();
        private final KafkaConsumer<String, String> consumer;

        Reader(String bootstrapServers) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.assign(List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1)));
            consumer.seekToBeginning(consumer.assignment());
        }

        List<String> keys() {
            consumer.poll(Duration.ofMillis(100)).forEach(event -> keys.add(event.key()));
            return keys;
        }

        @Override
        public void close() {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    private static PackagedGateway gateway(TwoBrokers brokers) {
        Map<String, String> environment =
                PackagedGateway.environment(LocalPostgres.shared(), brokers.bootstrapServers());
        environment.put("GATEWAY_EVENTS_TOPIC", TOPIC);
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return PackagedGateway.start(environment).awaitReady();
    }

    /** All submitted before the first is waited for. */
    private static List<String> succeeded(PackagedGateway gateway) {
        List<String> ids = IntStream.range(0, EVENTS)
                .mapToObj(i -> gateway.submitted("number " + i))
                .toList();
        ids.forEach(id -> gateway.ads()
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .body("state", equalTo("succeeded")));
        return ids;
    }
}
