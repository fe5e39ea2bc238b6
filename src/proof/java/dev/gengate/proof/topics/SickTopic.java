package dev.gengate.proof.topics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The topic of a caller, and what may be wrong with it. Its records carry the time at which the broker took them. */
public final class SickTopic {
    private static final String LIMIT = "max.message.bytes";
    private static final String USUAL_LIMIT = "1048588";

    /** What is wrong with it. */
    enum Fault {
        DELETED("deleted"),
        DENIED("denied"),
        NARROW("takes 2 kB"),
        NONE("as it should be");

        private final String says;

        Fault(String says) {
            this.says = says;
        }

        @Override
        public String toString() {
            return says;
        }
    }

    private final String bootstrapServers;
    private final String name;
    private final AclBinding denied;

    public SickTopic(String bootstrapServers, String name) {
        this.bootstrapServers = bootstrapServers;
        this.name = name;
        this.denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY));
    }

    /** Makes it. */
    public SickTopic create() {
        NewTopic topic = new NewTopic(name, 1, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime"));
        done(admin -> admin.createTopics(List.of(topic)).all());
        return this;
    }

    /** From now on nobody may write it. */
    public void deny() {
        done(admin -> admin.createAcls(List.of(denied)).all());
    }

    /** From now on everybody may again. */
    public void allow() {
        done(admin -> admin.deleteAcls(List.of(denied.toFilter())).all());
    }

    void begin(Fault fault) {
        switch (fault) {
            case NONE -> {}
            case DELETED -> done(admin -> admin.deleteTopics(List.of(name)).all());
            case DENIED -> deny();
            case NARROW -> takes("2000");
        }
    }

    void mend(Fault fault) {
        switch (fault) {
            case NONE -> {}
            case DELETED -> create();
            case DENIED -> allow();
            case NARROW -> takes(USUAL_LIMIT);
        }
    }

    private void takes(String bytes) {
        AlterConfigOp limit = new AlterConfigOp(new ConfigEntry(LIMIT, bytes), AlterConfigOp.OpType.SET);
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        done(admin ->
                admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all());
    }

    private void done(Function<Admin, KafkaFuture<?>> change) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            change.apply(admin).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
