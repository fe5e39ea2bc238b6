package dev.gengate.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where the rejections of one intake go. It has a producer and a thread of its own, made with the first rejection: a topic
 * that is missing or denied blocks both for seconds.
 */
final class RejectedTopic {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String intake;
    private final Supplier<Map<String, ?>> connection;
    private ExecutorService thread;
    private Producer<byte[], byte[]> producer;

    /** @param connection the settings of the producer of events */
    RejectedTopic(String intake, Supplier<Map<String, ?>> connection) {
        this.intake = intake;
        this.connection = connection;
    }

    /** Ends once the broker has it. */
    Uni<Void> send(ProducerRecord<byte[], byte[]> rejection) {
        return Uni.createFrom().emitter(emitter -> thread().execute(() -> {
            try {
                send(rejection, emitter);
            } catch (RuntimeException e) {
                emitter.fail(e);
            }
        }));
    }

    private void send(ProducerRecord<byte[], byte[]> rejection, UniEmitter<? super Void> emitter) {
        if (producer == null) {
            producer = producer();
        }
        producer.send(rejection, (taken, failure) -> {
            if (failure == null) {
                emitter.complete(null);
            } else {
                emitter.fail(failure);
            }
        });
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>();
        connection.get().forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name) && value != null) {
                settings.put(name, value);
            }
        });
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "intake-" + intake + "-rejections");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
        // the client splits a refused batch by this size: one that is smaller into itself, until its thread dies
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private synchronized ExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, "rejections-" + intake);
                made.setDaemon(true);
                return made;
            });
        }
        return thread;
    }

    synchronized void close() {
        if (thread != null) {
            thread.execute(() -> {
                if (producer != null) {
                    producer.close(CLOSING);
                }
            });
            thread.shutdown();
        }
    }
}
