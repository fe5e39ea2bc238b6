package dev.gengate.proof.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One more member of the gateway's group, for some seconds: it is given partitions, decides nothing and leaves again. */
final class Visitor {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private Visitor() {}

    /** Waits for up to a minute to be given some, then stays for so long; whether it was given any. */
    static boolean visit(String bootstrapServers, String topic, String group, Duration stay) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> visitor =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            visitor.subscribe(List.of(topic));
            boolean given = given(visitor);
            stay(visitor, stay);
            return given;
        }
    }

    private static boolean given(KafkaConsumer<?, ?> visitor) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (visitor.assignment().isEmpty() && System.nanoTime() < end) {
            visitor.poll(POLL);
        }
        return !visitor.assignment().isEmpty();
    }

    private static void stay(KafkaConsumer<?, ?> visitor, Duration stay) {
        for (long end = System.nanoTime() + stay.toNanos(); System.nanoTime() < end; ) {
            visitor.poll(POLL);
        }
    }
}
