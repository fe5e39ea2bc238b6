package dev.gengate.proof.faults;

import dev.gengate.proof.servers.Backends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the whole topic, however long, and keeps only what tells of its order. */
final class TopicOrder {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Set<String> ids = new HashSet<>();
    private Instant latest = Instant.MIN;
    private int duplicates;
    private int outOfOrder;
    private Duration furthest = Duration.ZERO;

    private TopicOrder() {}

    static TopicOrder read(String bootstrapServers) {
        TopicOrder order = new TopicOrder();
        TopicPartition partition = new TopicPartition(Backends.TOPIC, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(order::add);
            }
        }
        return order;
    }

    private void add(ConsumerRecord<String, String> found) {
        if (!ids.add(header(found, "ce_id"))) {
            duplicates++;
            return;
        }
        Instant completed = Instant.parse(header(found, "ce_time"));
        if (completed.isBefore(latest)) {
            outOfOrder++;
            Duration late = Duration.between(completed, latest);
            furthest = late.compareTo(furthest) > 0 ? late : furthest;
        } else {
            latest = completed;
        }
    }

    private static String header(ConsumerRecord<String, String> found, String name) {
        return new String(found.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    int events() {
        return ids.size();
    }

    /** Records beyond the first of an event. */
    int duplicates() {
        return duplicates;
    }

    /** Events that came after one of a later completion. */
    int outOfOrder() {
        return outOfOrder;
    }

    @Override
    public String toString() {
        return "%d events, %d duplicates, %d out of completion order (the furthest by %s)"
                .formatted(events(), duplicates, outOfOrder, furthest);
    }
}
