package dev.gengate.proof.monitoring;

import dev.gengate.proof.gateway.RequestTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** The topic from which the watched replicas take requests. */
final class WatchedIntake {
    private static final String TOPIC = "watched.requests";
    private static final String REJECTED = TOPIC + ".rejected";

    private final String bootstrapServers;

    WatchedIntake(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** What the replicas are told, once both topics are there. */
    Map<String, String> make() {
        create(TOPIC);
        create(REJECTED);
        return Map.of("GATEWAY_INTAKE__WATCHED__TOPIC", TOPIC, "GATEWAY_INTAKE__WATCHED__CALLER", "ads");
    }

    void writeWhatIsNoRequest() {
        try (RequestTopic requests = new RequestTopic(bootstrapServers, TOPIC)) {
            requests.sent("watched", Map.of(), "no request");
        }
    }

    void takeNoRejection() {
        rejectionsOf("10");
        writeWhatIsNoRequest();
    }

    void takeRejections() {
        rejectionsOf("1048588");
    }

    void remove() {
        done(admin -> admin.deleteTopics(List.of(TOPIC)).all());
    }

    void restore() {
        create(TOPIC);
    }

    private void create(String topic) {
        done(admin ->
                admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all());
    }

    private void rejectionsOf(String bytes) {
        done(admin -> admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, REJECTED),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                .all());
    }

    private void done(Function<Admin, KafkaFuture<Void>> change) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            change.apply(admin).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
