package dev.gengate.proof.topics;

import dev.gengate.proof.gateway.KafkaTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The topic of a caller, and what may be wrong with it. Its records carry the time at which the broker took them. */
public final class SickTopic {
    private static final int USUAL_LIMIT = 1_048_588;

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

    private final KafkaTopics topics;
    private final String name;
    private final AclBinding denied;

    public SickTopic(String bootstrapServers, String name) {
        this.topics = new KafkaTopics(bootstrapServers);
        this.name = name;
        this.denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY));
    }

    /** Makes it. */
    public SickTopic create() {
        NewTopic topic = new NewTopic(name, 1, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime"));
        topics.change(admin -> admin.createTopics(List.of(topic)).all());
        return this;
    }

    /** From now on nobody may write it. */
    public void deny() {
        topics.change(admin -> admin.createAcls(List.of(denied)).all());
    }

    /** From now on everybody may again. */
    public void allow() {
        topics.change(admin -> admin.deleteAcls(List.of(denied.toFilter())).all());
    }

    void begin(Fault fault) {
        switch (fault) {
            case NONE -> {}
            case DELETED ->
                topics.change(admin -> admin.deleteTopics(List.of(name)).all());
            case DENIED -> deny();
            case NARROW -> topics.takes(name, 2_000);
        }
    }

    void mend(Fault fault) {
        switch (fault) {
            case NONE -> {}
            case DELETED -> create();
            case DENIED -> allow();
            case NARROW -> topics.takes(name, USUAL_LIMIT);
        }
    }
}
