package dev.gengate.intake;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The connector's channels, made from {@code gateway.intake} at the start: channels that are declared exist whether there is
 * an intake or not. While nobody asks for records the connector pauses its partitions and goes on polling.
 */
@ApplicationScoped
class IntakeChannels {
    private static final String BYTES = ByteArrayDeserializer.class.getName();
    private static final String GROUP = "generation-gateway.intake.";

    /** What is the same for all. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("connector", KafkaConnector.CONNECTOR_NAME),
            Map.entry("key.deserializer", BYTES),
            Map.entry("value.deserializer", RequestBytes.class.getName()),
            // what is there when the intake is configured for the first time was meant for it
            Map.entry("auto.offset.reset", "earliest"),
            Map.entry("allow.auto.create.topics", "false"),
            // a request of a transaction that was aborted must not be paid for
            Map.entry("isolation.level", "read_committed"),
            // twice as many at most are read ahead of IntakeMemory, each of 768 KiB at most
            Map.entry("max.poll.records", "16"),
            Map.entry("max-queue-size-factor", "1"),
            Map.entry("fetch.max.bytes", "2097152"),
            Map.entry("max.partition.fetch.bytes", "1048576"),
            Map.entry("session.timeout.ms", "20000"),
            // when a topic that was missing is found
            Map.entry("metadata.max.age.ms", "30000"),
            // offsets of what is decided without a gap are committed; what waits may wait for days
            Map.entry("enable.auto.commit", "false"),
            Map.entry("commit-strategy", "throttled"),
            Map.entry("auto.commit.interval.ms", "1000"),
            Map.entry("throttled.unprocessed-record-max-age.ms", "0"),
            // RequestEvents reads more kinds of bad ones without failing
            Map.entry("cloud-events", "false"),
            Map.entry("tracing-enabled", "false"),
            // a broker that is down makes no replica unready
            Map.entry("lazy-client", "true"),
            Map.entry("health-enabled", "false"),
            Map.entry("consumer-rebalance-listener.name", IntakePartitions.LISTENER));

    private final KafkaConnector connector;

    IntakeChannels(@Connector(KafkaConnector.CONNECTOR_NAME) KafkaConnector connector) {
        this.connector = connector;
    }

    /** The records of a topic, each to be acknowledged. */
    Multi<Message<?>> records(String intake, String topic) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("channel-name", "intake-" + intake);
        settings.put("topic", topic);
        settings.put("group.id", GROUP + intake);
        return Multi.createFrom()
                .publisher(connector.getPublisher(new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "intake", 100))
                        .build()))
                .map(message -> message);
    }
}
