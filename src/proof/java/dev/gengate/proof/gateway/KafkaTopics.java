package dev.gengate.proof.gateway;

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
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a broker, as their administrator changes them. */
public record KafkaTopics(String bootstrapServers) {

    /** Sets the largest record that a topic takes. */
    public void takes(String topic, int bytes) {
        AlterConfigOp limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        change(admin ->
                admin.incrementalAlterConfigs(Map.of(resource, List.of(limit))).all());
    }

    /** Makes a topic of one partition, unless it is there. */
    public void create(String topic) {
        create(new NewTopic(topic, 1, (short) 1));
    }

    /** Makes those that are not there: a broker makes one by itself for a client that asks for it. */
    public void create(NewTopic... topics) {
        try {
            change(admin -> admin.createTopics(List.of(topics)).all());
        } catch (IllegalStateException e) {
            if (!(e.getCause().getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Returns once it is done. */
    public void change(Function<Admin, KafkaFuture<?>> change) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            change.apply(admin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
