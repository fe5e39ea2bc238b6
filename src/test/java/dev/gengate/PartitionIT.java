package dev.gengate;

import dev.gengate.support.Backends;
import dev.gengate.support.GatewayCalls;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.PackagedGateway;
import dev.gengate.support.TwoBrokers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two brokers, of which one goes away: with a partition's only copy, or with a copy that its topic insists on. */
@Tag("gate")
class PartitionIT {
    private static final int EVENTS = 30;
    private static final Duration AWAY = Duration.ofSeconds(30);

    private static TwoBrokers brokers;

    @BeforeAll
    static void start() {
        Backends.provider().reset();
        brokers = TwoBrokers.start();
    }

    @AfterAll
    static void stop() {
        brokers.close();
    }

    @Test
    void partitionWithoutLeaderHoldsUpItsOwnEventsAlone() {
        String topic = "one-copy-each";
        brokers.createTopic(topic, Map.of(0, List.of(1), 1, List.of(2)), Map.of());
        try (PackagedGateway gateway = gateway(topic)) {
            List<String> before = succeeded(gateway);
            awaitEvents(topic, before);
            brokers.stopSecond();
            List<String> ids = succeeded(gateway);
            long from = System.nanoTime();
            report(
                    "of the partition with a leader",
                    from,
                    topic,
                    ids.stream().filter(leads()).toList(),
                    AWAY);
            List<String> later = succeeded(gateway);
            report(
                    "the same, later",
                    System.nanoTime(),
                    topic,
                    later.stream().filter(leads()).toList(),
                    AWAY);
            from = System.nanoTime();
            brokers.startSecond();
            report("all, after the start", from, topic, ids, Duration.ofSeconds(60));
            report("all later ones, after the start", from, topic, later, Duration.ofSeconds(60));
        }
    }

    @Test
    void eventsFollowWhenEnoughCopiesAreThereAgain() {
        String topic = "two-copies";
        brokers.createTopic(topic, Map.of(0, List.of(1, 2), 1, List.of(1, 2)), Map.of("min.insync.replicas", "2"));
        try (PackagedGateway gateway = gateway(topic)) {
            awaitEvents(topic, succeeded(gateway));
            brokers.stopSecond();
            List<String> ids = succeeded(gateway);
            report("one copy short", System.nanoTime(), topic, ids, Duration.ofSeconds(15));
            long from = System.nanoTime();
            brokers.startSecond();
            report("two copies again", from, topic, ids, Duration.ofSeconds(60));
        }
    }

    private static void report(String what, long from, String topic, List<String> ids, Duration patience) {
        try (Reader events = new Reader(topic)) {
            long deadline = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < deadline && !events.keys().containsAll(ids)) {
                Thread.onSpinWait();
            }
            System.out.println("FINDING " + what + ": "
                    + ids.stream().filter(events.keys()::contains).count() + " of " + ids.size() + " after "
                    + (System.nanoTime() - from) / 1_000_000 + " ms");
        }
    }

    private static final class Reader implements AutoCloseable {
        private final java.util.Set<String> keys = new java.util.HashSet<>();
        private final org.apache.kafka.clients.consumer.KafkaConsumer<String, String> consumer =
                new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                        Map.of("bootstrap.servers", brokers.bootstrapServers(), "auto.offset.reset", "earliest"),
                        new org.apache.kafka.common.serialization.StringDeserializer(),
                        new org.apache.kafka.common.serialization.StringDeserializer());

        Reader(String topic) {
            var all = List.of(
                    new org.apache.kafka.common.TopicPartition(topic, 0),
                    new org.apache.kafka.common.TopicPartition(topic, 1));
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }

        java.util.Set<String> keys() {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
            return keys;
        }

        @Override
        public void close() {
            consumer.close(Duration.ofSeconds(1));
        }
    }

    private static Predicate<String> leads() {
        return id -> BuiltInPartitioner.partitionForKey(id.getBytes(StandardCharsets.UTF_8), 2) == 0;
    }

    private static PackagedGateway gateway(String topic) {
        Map<String, String> environment =
                PackagedGateway.environment(LocalPostgres.shared(), brokers.bootstrapServers());
        environment.put("GATEWAY_EVENTS_TOPIC", topic);
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return PackagedGateway.start(environment).awaitReady();
    }

    private static List<String> succeeded(PackagedGateway gateway) {
        return IntStream.range(0, EVENTS).mapToObj(i -> succeeded(gateway, i)).toList();
    }

    private static String succeeded(PackagedGateway gateway, int number) {
        return gateway.ads()
                .header("Prefer", "wait=20")
                .body(GatewayCalls.prompt("number " + number))
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static void awaitEvents(String topic, List<String> ids) {
        report("with two brokers", System.nanoTime(), topic, ids, AWAY);
    }
}
