package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.servers.LocalKafka;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic that takes less than a batch. */
class TopicProducerTest {
    private static final String TOPIC = "narrow";
    private static final int LIMIT = 2_000;
    private static final int EVENTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final String broker = LocalKafka.shared().bootstrapServers();
    private final TopicProducer<String> producer = new TopicProducer<>(this::make);
    private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger given = new AtomicInteger();

    @BeforeEach
    void topicIsNarrow() {
        LocalKafka.shared().createTopic(TOPIC);
        takes(LIMIT);
        await().atMost(PATIENCE).until(this::refusesLargeOne);
        IntStream.range(0, EVENTS).forEach(waiting::add);
    }

    @AfterEach
    void close() {
        producer.close();
        takes(1_048_588);
    }

    @Test
    void smallEventsAreTakenThoughTheirBatchIsRefused() {
        sendWaiting();

        await().atMost(PATIENCE).until(producer::narrowed);
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> {
            sendWaiting();
            producer.narrowed();
            return taken.get() == EVENTS;
        });
        assertTrue(given.get() > EVENTS, "those that the first producer had are given to the next");
    }

    @Test
    void noBatchIsRefusedWhereTheLimitIsKnown() {
        producer.fit(LIMIT);

        sendWaiting();

        await().atMost(PATIENCE).until(() -> taken.get() == EVENTS);
        assertEquals(EVENTS, given.get());
        assertFalse(producer.narrowed());
    }

    private void sendWaiting() {
        for (Integer event = waiting.poll(); event != null; event = waiting.poll()) {
            Integer sent = event;
            given.incrementAndGet();
            producer.send(record(500), failure -> {
                if (failure == null) {
                    taken.incrementAndGet();
                } else {
                    waiting.add(sent);
                }
            });
        }
    }

    private boolean refusesLargeOne() {
        CompletableFuture<Exception> answer = new CompletableFuture<>();
        producer.send(record(2 * LIMIT), answer::complete);
        return answer.join() instanceof RecordTooLargeException;
    }

    private static ProducerRecord<String, byte[]> record(int bytes) {
        return new ProducerRecord<>(TOPIC, 0, "key", new byte[bytes]);
    }

    /** As the gateway's own. */
    private Producer<String, byte[]> make(int batch) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "acks",
                        "all",
                        "batch.size",
                        batch,
                        "linger.ms",
                        0,
                        "request.timeout.ms",
                        4_000,
                        "delivery.timeout.ms",
                        43_200_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void takes(int bytes) {
        new KafkaTopics(broker).takes(TOPIC, bytes);
    }
}
