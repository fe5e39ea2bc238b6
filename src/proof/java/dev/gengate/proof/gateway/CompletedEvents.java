package dev.gengate.proof.gateway;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Blocking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the completed topic from its beginning with a real consumer and keeps what it read. No thread of its own: every
 * question first reads all that the broker has. Safe for use by several threads.
 */
public final class CompletedEvents implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration FETCH = Duration.ofMillis(250);

    private final KafkaConsumer<String, String> consumer;
    private final String topic;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final List<CompletedEvent> read = new ArrayList<>();

    private CompletedEvents(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "allow.auto.create.topics", "false",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Reads {@code generation.completed} of the shared broker. */
    public static CompletedEvents open() {
        return open(Backends.kafka(), Backends.TOPIC);
    }

    public static CompletedEvents open(String bootstrapServers, String topic) {
        return new CompletedEvents(bootstrapServers, topic);
    }

    /** All events so far, in the order of arrival within a partition. */
    public synchronized List<CompletedEvent> all() {
        readToEnd();
        return List.copyOf(read);
    }

    /** All events so far of one generation, duplicates included. */
    public List<CompletedEvent> eventsOf(String generationId) {
        return all().stream().filter(event -> generationId.equals(event.key())).toList();
    }

    /** Waits up to 15 s for the first event of a generation. @throws AssertionError when none comes */
    public CompletedEvent awaitEventOf(String generationId) {
        return awaitEventsOf(generationId, 1).get(0);
    }

    /** Waits up to 15 s for so many events of a generation. @throws AssertionError when they do not come */
    public List<CompletedEvent> awaitEventsOf(String generationId, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<CompletedEvent> found = eventsOf(generationId);
        while (found.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + found.size() + " events of " + generationId + " in " + PATIENCE);
            }
            waitForMore();
            found = eventsOf(generationId);
        }
        return found;
    }

    /** What arrived since the last question; waits a moment when that is nothing. For readers that follow the topic. */
    public synchronized List<CompletedEvent> next() {
        int before = read.size();
        readToEnd();
        if (read.size() == before) {
            waitForMore();
        }
        return List.copyOf(read.subList(before, read.size()));
    }

    private synchronized void waitForMore() {
        if (!assigned.isEmpty()) {
            keep();
            return;
        }
        try {
            wait(POLL.toMillis());
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }

    private void readToEnd() {
        assign();
        if (assigned.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> end = consumer.endOffsets(assigned);
        while (end.entrySet().stream().anyMatch(entry -> consumer.position(entry.getKey()) < entry.getValue())) {
            keep();
        }
    }

    private void keep() {
        for (ConsumerRecord<String, String> found : consumer.poll(FETCH)) {
            read.add(CompletedEvent.of(found));
        }
    }

    private void assign() {
        Set<TopicPartition> found = new HashSet<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
            found.add(new TopicPartition(topic, partition.partition()));
        }
        if (!found.equals(assigned)) {
            Set<TopicPartition> fresh = new HashSet<>(found);
            fresh.removeAll(assigned);
            assigned.addAll(found);
            consumer.assign(assigned);
            consumer.seekToBeginning(fresh);
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
