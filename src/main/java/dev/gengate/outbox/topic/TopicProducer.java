package dev.gengate.outbox.topic;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The producer of one topic, made when its first event is sent, and made anew when it is of no use any more. What it has is
 * given up and sent again.
 *
 * <p>That is so when its batches are larger than the topic takes: the client splits a refused batch by its own batch size,
 * so into itself, without pause, until its thread dies of a deep recursion with all events that it has. It is so in an error
 * state, which the client does not leave. And it may be so of one that has sent nothing yet: the client asks the broker once
 * for the producer's id, and never again if the login fails at that moment.
 *
 * @param <K> of the records' keys
 */
public final class TopicProducer<K> {
    /** The batch size of {@code application.properties}: less where the topic takes less. */
    static final int BATCH = 16 * 1024;

    private static final Logger LOG = Logger.getLogger(TopicProducer.class);
    private static final String SPLITS = "batch-split-total";
    private static final String SENT = "record-send-total";
    private static final Duration CLOSING = Duration.ofSeconds(2);
    /** One that splits its batches never comes to an end; what other partitions take meanwhile takes milliseconds. */
    private static final Duration SHORT_CLOSING = Duration.ofMillis(200);

    private final IntFunction<Producer<K, byte[]>> make;
    private final AtomicReference<Producer<K, byte[]>> current = new AtomicReference<>();
    private int batch = BATCH;

    /** @param make makes one with the given batch size */
    TopicProducer(IntFunction<Producer<K, byte[]>> make) {
        this.make = make;
    }

    /** What the topic consists of. Blocks for seconds if the broker does not tell. */
    List<PartitionInfo> partitionsOf(String topic) {
        return with(producer -> producer.partitionsFor(topic));
    }

    /**
     * Hands a record over. The client may throw and answer as well: in an error state it does so once it has the record.
     *
     * @param answer called once, on any thread; null means that the broker has the record
     */
    public void send(ProducerRecord<K, byte[]> record, Consumer<Exception> answer) {
        AtomicBoolean open = new AtomicBoolean(true);
        Consumer<Exception> first = failure -> {
            if (open.getAndSet(false)) {
                answer.accept(failure);
            }
        };
        AtomicBoolean handedOver = new AtomicBoolean();
        try {
            with(producer -> {
                Future<RecordMetadata> sent = producer.send(record, (metadata, failure) -> {
                    try {
                        renewAfterAnswer(failure, handedOver.get(), producer);
                    } finally {
                        first.accept(failure);
                    }
                });
                handedOver.set(true);
                return sent;
            });
        } catch (RuntimeException e) {
            first.accept(e);
        }
    }

    private <T> T with(Function<Producer<K, byte[]>, T> use) {
        Producer<K, byte[]> producer = get();
        try {
            return use.apply(producer);
        } catch (RuntimeException e) {
            renewAfterThrown(e, producer);
            throw e;
        }
    }

    private void renewAfterThrown(RuntimeException thrown, Producer<K, byte[]> by) {
        if (thrown.getClass() == KafkaException.class || thrown instanceof IllegalStateException) {
            renew(by, CLOSING);
        } else if (thrown instanceof AuthenticationException) {
            renewIfNothingSent(by);
        }
    }

    /** A record that waited for all the time that it had is given up with a time-out, and one whose topic is missing too. */
    private void renewAfterAnswer(Exception failure, boolean handedOver, Producer<K, byte[]> by) {
        if (failure instanceof AuthenticationException || handedOver && failure instanceof TimeoutException) {
            renewIfNothingSent(by);
        }
    }

    /**
     * Makes it anew unless the broker may have a record of it, which would be there twice. Does not block.
     *
     * @return whether it is made anew
     */
    boolean renewIfNothingSent() {
        return renewIfNothingSent(current.get());
    }

    private boolean renewIfNothingSent(Producer<K, byte[]> old) {
        boolean nothingSent = old != null && total(SENT, old) == 0;
        if (nothingSent) {
            renew(old, Duration.ZERO);
        }
        return nothingSent;
    }

    /** Closes it on another thread, for this one may be its own. */
    private void renew(Producer<K, byte[]> old, Duration patience) {
        if (current.compareAndSet(old, null)) {
            LOG.info("a producer that can send nothing is replaced");
            Infrastructure.getDefaultWorkerPool().execute(() -> old.close(patience));
        }
    }

    private Producer<K, byte[]> get() {
        Producer<K, byte[]> now = current.get();
        return now == null ? made() : now;
    }

    private synchronized Producer<K, byte[]> made() {
        Producer<K, byte[]> now = current.get();
        if (now == null) {
            now = make.apply(batch);
            current.set(now);
        }
        return now;
    }

    /** Halves the batches if the topic has refused one; whether it has. */
    synchronized boolean narrowed() {
        Producer<K, byte[]> now = current.get();
        boolean splits = now != null && splits(now);
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
        Producer<K, byte[]> old = current.getAndSet(null);
        if (old != null) {
            old.close(splits(old) ? SHORT_CLOSING : CLOSING);
        }
    }

    /** Batches are not compressed, so one is split only if the topic takes less than the batch size. */
    private static boolean splits(Producer<?, byte[]> producer) {
        return total(SPLITS, producer) > 0;
    }

    /** A count of the client's, over all topics. */
    private static double total(String name, Producer<?, byte[]> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .max()
                .orElse(0);
    }
}
