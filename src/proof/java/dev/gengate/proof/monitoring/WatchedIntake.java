package dev.gengate.proof.monitoring;

import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.gateway.RequestTopic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** The topic from which the watched replicas take requests. */
final class WatchedIntake {
    private static final String TOPIC = "watched.requests";
    private static final String REJECTED = TOPIC + ".rejected";

    private final KafkaTopics topics;

    WatchedIntake(String bootstrapServers) {
        this.topics = new KafkaTopics(bootstrapServers);
    }

    /** What the replicas are told, once both topics are there. */
    Map<String, String> make() {
        create(TOPIC);
        create(REJECTED);
        return Map.of("GATEWAY_INTAKE__WATCHED__TOPIC", TOPIC, "GATEWAY_INTAKE__WATCHED__CALLER", "ads");
    }

    void writeWhatIsNoRequest() {
        try (RequestTopic requests = new RequestTopic(topics.bootstrapServers(), TOPIC)) {
            requests.sent("watched", Map.of(), "no request");
        }
    }

    void takeNoRejection() {
        topics.takes(REJECTED, 10);
        writeWhatIsNoRequest();
    }

    void takeRejections() {
        topics.takes(REJECTED, 1_048_588);
    }

    void remove() {
        topics.change(admin -> admin.deleteTopics(List.of(TOPIC)).all());
    }

    void restore() {
        create(TOPIC);
    }

    private void create(String topic) {
        topics.change(admin ->
                admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all());
    }
}
