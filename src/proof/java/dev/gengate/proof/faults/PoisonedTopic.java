package dev.gengate.proof.faults;

import dev.gengate.proof.audit.ProviderFaults;
import dev.gengate.proof.cluster.Broker;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The topic of completed events, which refuses those that are too large until an operator raises its limit and asks for
 * what was set aside. Its records carry the time at which the broker took them.
 */
public final class PoisonedTopic {
    /** The topic of results that were stored after their generation's event. */
    static final String STORED = "generation.stored";

    private static final String TIME = "message.timestamp.type";
    private static final String BROKERS = "LogAppendTime";
    private static final String LIMIT = "max.message.bytes";
    /** The size of a record at most; the event of a generation of the run's clients has about 1 kB. */
    static final int MOST_BYTES = 32 * 1024;

    private static final int RAISED = 2_000_000;
    private static final int TRIES = 10;
    private static final Executor IN_A_SECOND = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final KafkaTopics topics;
    private final GatewayClient operator;
    private long until;

    PoisonedTopic(Broker broker, GatewayClient operator) {
        this.topics = new KafkaTopics(broker.bootstrapServers());
        this.operator = operator;
    }

    /** Makes the topic, with the limit, and that of results that were stored late. */
    void create() {
        NewTopic topic =
                new NewTopic(Backends.TOPIC, 1, (short) 1).configs(Map.of(LIMIT, "" + MOST_BYTES, TIME, BROKERS));
        NewTopic stored = new NewTopic(STORED, 1, (short) 1).configs(Map.of(LIMIT, "" + RAISED, TIME, BROKERS));
        topics.create(topic, stored);
    }

    /** From now on the topic takes them. */
    void raiseLimit() {
        topics.takes(Backends.TOPIC, RAISED);
        until = System.currentTimeMillis();
    }

    /** Asks for the events that are not there, as an operator does who has raised the limit. */
    void replay(List<ProviderTask> tasks, Collection<CompletedEvent> events) {
        CompletableFuture.allOf(tasks.stream()
                        .filter(task -> ProviderFaults.poisons(task) && task.completedAt() != null)
                        .map(ProviderTask::generationId)
                        .filter(id -> events.stream().noneMatch(event -> id.equals(event.key())))
                        .map(id -> replay(id, TRIES))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Again while it is refused, for not every broker knows of the new limit at once. */
    private CompletableFuture<Void> replay(String id, int tries) {
        return operator.replay(id)
                .thenCompose(told -> told.filter(Told::accepted).isPresent() || tries == 0
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.supplyAsync(() -> replay(id, tries - 1), IN_A_SECOND)
                                .thenCompose(done -> done));
    }

    /** When the limit was raised. */
    long limitedUntil() {
        return until;
    }
}
