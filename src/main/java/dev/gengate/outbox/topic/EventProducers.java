package dev.gengate.outbox.topic;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * The producers of events, configured as the channel {@code generation-completed}. Each topic has a producer and a thread of
 * its own, because a topic that is missing or denied blocks both for seconds. They are used directly: a whole batch takes one
 * change of thread, where one message per event takes several.
 */
@ApplicationScoped
public class EventProducers {
    private static final String CHANNEL = "generation-completed";
    private static final long LEAST_BUFFER = 4L * 1024 * 1024;

    private final KafkaClientService clients;
    private final EventDestinations destinations;
    private final Map<String, TopicProducer<String>> producers = new ConcurrentHashMap<>();
    private final Queue<TopicThread<?>> threads = new ConcurrentLinkedQueue<>();

    /** @param wired sends nothing, but the connector reads the configuration only of a channel in use */
    EventProducers(
            @Channel(CHANNEL) MutinyEmitter<byte[]> wired, KafkaClientService clients, EventDestinations destinations) {
        this.clients = clients;
        this.destinations = destinations;
    }

    TopicThread<String> of(String topic) {
        return thread("events-" + topic, producerOf(topic));
    }

    TopicProducer<String> producerOf(String topic) {
        return producers.computeIfAbsent(topic, name -> new TopicProducer<>(batch -> producer(name, batch)));
    }

    /**
     * A thread and a producer of a topic beside those of events.
     *
     * @param name of the thread, and of the client
     * @param others settings in place of the channel's
     */
    public TopicThread<byte[]> beside(String name, Map<String, Object> others) {
        return thread(name, new TopicProducer<>(batch -> {
            Map<String, Object> settings = settings();
            settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
            settings.putAll(others);
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }));
    }

    private <K> TopicThread<K> thread(String name, TopicProducer<K> producer) {
        TopicThread<K> thread = new TopicThread<>(name, producer);
        threads.add(thread);
        return thread;
    }

    /** Sets the largest record that a topic takes: no batch is larger. */
    public void fit(String topic, int bytes) {
        producerOf(topic).fit(bytes);
    }

    /** Halves the batches of each topic that has refused one as too large; whether there was any. May block. */
    public boolean narrowed() {
        // each is asked
        return producers.values().stream().filter(TopicProducer::narrowed).count() > 0;
    }

    /** The channel's configuration, including the connection to the broker. */
    public Map<String, ?> configuration() {
        return clients.getProducer(CHANNEL).configuration();
    }

    private Producer<String, byte[]> producer(String topic, int batch) {
        Map<String, Object> settings = settings();
        settings.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (name, id) -> id + "-" + topic);
        long share = 2 * EventFlow.MOST_BYTES / destinations.topics().size();
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(LEAST_BUFFER, share));
        if (batch < TopicProducer.BATCH) {
            settings.put(ProducerConfig.BATCH_SIZE_CONFIG, batch);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Those of the channel that are a producer's. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        configuration().forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name) && value != null) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    /** All at once: each takes seconds where Kafka does not answer. */
    @PreDestroy
    void close() {
        CompletableFuture.allOf(threads.stream()
                        .map(thread -> CompletableFuture.runAsync(thread::close, task -> new Thread(task).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
