package dev.gengate.proof.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A consumer that follows the topic and notes when the event of each numbered row could be read. */
final class EventTimes implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final KafkaConsumer<String, byte[]> consumer;
    private final long first;
    private final long[] read;
    private final Thread reader;
    private volatile boolean ended;

    /** Follows from now on the events of rows {@code first} to {@code first + count - 1}. */
    EventTimes(String bootstrapServers, long first, int count) {
        this.first = first;
        this.read = new long[count];
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Surroundings.TOPIC).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = new Thread(this::follow, "events");
        reader.start();
    }

    private void follow() {
        while (!ended) {
            for (ConsumerRecord<String, byte[]> event : consumer.poll(POLL)) {
                note(event.key());
            }
        }
        consumer.close();
    }

    /** Keys end with the row's number in 12 hex digits: the gateway's are row ids, the peer's are task ids. */
    private synchronized void note(String key) {
        long index = Long.parseLong(key.substring(key.length() - 12), 16) - first;
        if (index >= 0 && index < read.length && read[(int) index] == 0) {
            read[(int) index] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }
    }

    /** Microseconds from sending each callback until its event could be read, ascending. Waits for the last one. */
    long[] since(Path stamps) throws IOException, InterruptedException {
        LongBuffer sent = ByteBuffer.wrap(Files.readAllBytes(stamps)).asLongBuffer();
        int[] indexes = java.util.stream.IntStream.range(0, read.length)
                .filter(index -> sent.get(index) > 0)
                .toArray();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (missing(indexes)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("callbacks were acknowledged and their events did not come");
            }
            Thread.onSpinWait();
            reader.join(20);
        }
        return latencies(indexes, sent);
    }

    private synchronized boolean missing(int[] indexes) {
        return Arrays.stream(indexes).anyMatch(index -> read[index] == 0);
    }

    private synchronized long[] latencies(int[] indexes, LongBuffer sent) {
        return Arrays.stream(indexes)
                .mapToLong(index -> read[index] - sent.get(index))
                .sorted()
                .toArray();
    }

    static double quantile(long[] ascending, double quantile) {
        return LongStream.of(ascending)
                .skip((long) Math.min(ascending.length - 1, quantile * ascending.length))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        ended = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
