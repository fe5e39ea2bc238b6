package dev.gengate.outbox.topic;

import java.time.Duration;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;

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
    private Producer<String, byte[]> producer;
    private int batch = BATCH;

    /** @param make makes one with the given batch size */
    TopicProducer(IntFunction<Producer<String, byte[]>> make) {
        this.make = make;
    }

    synchronized Producer<String, byte[]> get() {
        if (producer == null) {
            producer = make.apply(batch);
        }
        return producer;
    }

    /** Halves the batches if the topic has refused one; whether it has. */
    synchronized boolean narrowed() {
        boolean splits = splits();
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
        if (producer != null) {
            Producer<String, byte[]> old = producer;
            Duration patience = splits() ? SHORT_CLOSING : CLOSING;
            producer = null;
            old.close(patience);
        }
    }

    /** Batches are not compressed, so one is split only if the topic takes less than the batch size. */
    private boolean splits() {
        return producer != null
                && producer.metrics().values().stream()
                        .filter(metric -> metric.metricName().name().equals(SPLITS))
                        .anyMatch(metric -> ((Number) metric.metricValue()).doubleValue() > 0);
    }
}
