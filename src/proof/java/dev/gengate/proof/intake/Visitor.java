package dev.gengate.proof.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One more member of the gateway's group, for some seconds: it is given partitions, decides nothing and leaves again. */
final class Visitor {
    private static final Duration POLL = Duration.ofMillis(200);

    private Visitor() {}

    /** Whether it was given any. */
    static boolean visit(String bootstrapServers, String topic, String group, Duration stay) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> visitor =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            visitor.subscribe(List.of(topic));
            boolean given = false;
            for (long end = System.nanoTime() + stay.toNanos(); System.nanoTime() < end; ) {
                visitor.poll(POLL);
                given |= !visitor.assignment().isEmpty();
            }
            return given;
        }
    }
}
