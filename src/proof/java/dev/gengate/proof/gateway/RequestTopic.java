package dev.gengate.proof.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes requests to a topic as a caller does: CloudEvents, or whatever else. */
public final class RequestTopic implements AutoCloseable {
    /** The one type that the gateway understands. */
    public static final String TYPE = "dev.gengate.generation.requested.v1";

    private final String topic;
    private final KafkaProducer<String, String> producer;

    public RequestTopic(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Makes it, and the topic of what is refused. */
    public static void create(String bootstrapServers, String topic, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Stream.of(topic, topic + ".rejected")
                            .map(name -> new NewTopic(name, partitions, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The headers of a request in binary mode. */
    public static Map<String, String> headers(String source, String id) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_type", TYPE,
                "ce_source", source,
                "ce_id", id,
                "content-type", "application/json");
    }

    /** A request in binary mode, keyed by its id; returns before the broker has it. */
    public void send(String source, String id, String body) {
        send(id, headers(source, id), body);
    }

    /** Any record; returns before the broker has it. */
    public void send(String key, Map<String, String> headers, String value) {
        producer.send(record(null, key, headers, value));
    }

    /** Any record, once the broker has it: where it stands, as {@code topic-partition-offset}. */
    public String sent(String key, Map<String, String> headers, String value) {
        return sent(record(null, key, headers, value));
    }

    /** The same of a record from that time, in epoch milliseconds. */
    public String sentAt(long time, String key, Map<String, String> headers, String value) {
        return sent(record(time, key, headers, value));
    }

    private String sent(ProducerRecord<String, String> record) {
        try {
            return producer.send(record).get().toString().replace('@', '-');
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProducerRecord<String, String> record(Long time, String key, Map<String, String> headers, String value) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, null, time, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    /** Waits until the broker has all. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
