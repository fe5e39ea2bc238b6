package dev.gengate.outbox.topic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;

/**
 * The producer of one topic, made when its first event is sent, and made anew when its batches are larger than the topic
 * takes: the client splits a refused batch by its own batch size, so into itself, without pause, until its thread dies of a
 * deep recursion with all events that it has. What it has is given up and sent again.
 */
final class TopicProducer {
    /** The batch size of {@code application.properties}: less where the topic takes less. */
    static final int BATCH = 16 * 1024;

    private static final String SPLITS = "batch-split-total";
    private static final Duration CLOSING = Duration.ofSeconds(2);
    /** One that splits its batches never comes to an end; what other partitions take meanwhile takes milliseconds. */
    private static final Duration SHORT_CLOSING = Duration.ofMillis(200);

    private final IntFunction<Producer<String, byte[]>> make;
    private final AtomicReference<Producer<String, byte[]>> current = new AtomicReference<>();
    private int batch = BATCH;

    /** @param make makes one with the given batch size */
    TopicProducer(IntFunction<Producer<String, byte[]>> make) {
        this.make = make;
    }

    /** What the topic consists of. Blocks for seconds if the broker does not tell. */
    List<PartitionInfo> partitionsOf(String topic) {
        return get().partitionsFor(topic);
    }

    /**
     * Hands a record over. The client may throw and answer as well: in an error state it does so once it has the record.
     *
     * @param answer called once, on any thread; null means that the broker has the record
     */
    void send(ProducerRecord<String, byte[]> record, Consumer<Exception> answer) {
        AtomicBoolean open = new AtomicBoolean(true);
        Consumer<Exception> first = failure -> {
            if (open.getAndSet(false)) {
                answer.accept(failure);
            }
        };
        try {
            get().send(record, (metadata, failure) -> first.accept(failure));
        } catch (RuntimeException e) {
            first.accept(e);
        }
    }

    private Producer<String, byte[]> get() {
        Producer<String, byte[]> now = current.get();
        return now == null ? made() : now;
    }

    private synchronized Producer<String, byte[]> made() {
        Producer<String, byte[]> now = current.get();
        if (now == null) {
            now = make.apply(batch);
            current.set(now);
        }
        return now;
    }

    /** Halves the batches if the topic has refused one; whether it has. */
    synchronized boolean narrowed() {
        boolean splits = splits(current.get());
        if (splits) {
            batches(batch / 2);
        }
        return splits;
    }

    /** Sets the largest record, and so the largest batch, that the topic takes. */
    synchronized void fit(int bytes) {
        batches(Math.min(BATCH, bytes));
    }

    private void batches(int size) {
        if (size != batch) {
            batch = size;
            close();
        }
    }

    /** The next event makes another. */
    synchronized void close() {
        Producer<String, byte[]> old = current.getAndSet(null);
        if (old != null) {
            old.close(splits(old) ? SHORT_CLOSING : CLOSING);
        }
    }

    /** Batches are not compressed, so one is split only if the topic takes less than the batch size. */
    private static boolean splits(Producer<String, byte[]> producer) {
        return producer != null
                && producer.metrics().values().stream()
                        .filter(metric -> metric.metricName().name().equals(SPLITS))
                        .anyMatch(metric -> ((Number) metric.metricValue()).doubleValue() > 0);
    }
}
