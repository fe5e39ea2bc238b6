package dev.gengate.outbox.topic;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * The producers of events. The common topic has that of the channel {@code generation-completed}, used directly: a whole
 * batch takes one change of thread, where one message per event takes several. Each other topic has a producer and a
 * thread of its own, because a topic that is missing or denied blocks both for seconds.
 */
@ApplicationScoped
class EventProducers {
    private static final String CHANNEL = "generation-completed";
    private static final long LEAST_BUFFER = 4L * 1024 * 1024;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final KafkaClientService clients;
    private final EventDestinations destinations;
    private final Queue<OwnProducer> own = new ConcurrentLinkedQueue<>();
    private KafkaProducer<String, byte[]> common;

    /** @param wired sends nothing, but the connector makes a producer only for a channel in use */
    EventProducers(
            @Channel(CHANNEL) MutinyEmitter<byte[]> wired, KafkaClientService clients, EventDestinations destinations) {
        this.clients = clients;
        this.destinations = destinations;
    }

    TopicSender.SendingThread of(String topic) {
        if (destinations.common(topic)) {
            return (task, failed) -> common().runOnSendingThread((Producer<String, byte[]> kafka) -> task.accept(kafka))
                    .subscribe()
                    .with(handedOver -> {}, failed);
        }
        OwnProducer producer = new OwnProducer(topic, () -> producer(topic));
        own.add(producer);
        return producer;
    }

    /** The common one's configuration, including the connection to the broker. */
    Map<String, ?> configuration() {
        return common().configuration();
    }

    synchronized KafkaProducer<String, byte[]> common() {
        if (common == null) {
            common = clients.getProducer(CHANNEL);
        }
        return common;
    }

    private Producer<String, byte[]> producer(String topic) {
        Map<String, Object> settings = new HashMap<>();
        configuration().forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name) && value != null) {
                settings.put(name, value);
            }
        });
        settings.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (name, id) -> id + "-" + topic);
        long share = 2 * EventFlow.MOST_BYTES / destinations.topics().size();
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(LEAST_BUFFER, share));
        return new org.apache.kafka.clients.producer.KafkaProducer<>(
                settings, new StringSerializer(), new ByteArraySerializer());
    }

    @PreDestroy
    void close() {
        own.forEach(producer -> producer.close(CLOSING));
    }
}
