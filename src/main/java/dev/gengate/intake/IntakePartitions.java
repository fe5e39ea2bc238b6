package dev.gengate.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The partitions that this replica reads; a topic that is missing or denied has none on any replica. */
@ApplicationScoped
@Identifier(IntakePartitions.LISTENER)
class IntakePartitions implements KafkaConsumerRebalanceListener {
    /** Partitions read by this replica. */
    static final String PARTITIONS = "gateway.intake.partitions";

    static final String LISTENER = "intake";

    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private final MeterRegistry registry;

    IntakePartitions(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(String intake, String topic) {
        Gauge.builder(PARTITIONS, () -> of(topic)).tag("intake", intake).register(registry);
    }

    private long of(String topic) {
        return assigned.stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }
}
