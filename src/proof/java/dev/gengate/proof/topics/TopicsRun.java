package dev.gengate.proof.topics;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.faults.FaultRun;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.proof.topics.SickTopic.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * {@code deploy/proof topics}: two callers with topics of their own, under load. The topic of one is deleted, denied and
 * too narrow in turn: the other's events come as before, and the first's are all there once the topic is mended.
 */
public final class TopicsRun {
    private static final String WELL = "ads.generations";
    private static final String SICK = "bad.generations";
    private static final Duration BOUND = Duration.ofMinutes(12);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration BEGINS = Duration.ofSeconds(2);
    /** Longer than the broker takes to answer what it has. */
    private static final Duration ANSWERED = Duration.ofSeconds(2);

    private static final Duration LASTS = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final int rate;
    private final SickTopic topic;
    private final GatewayClient other;
    private final GatewayClient first;
    private final List<Figures> all = new ArrayList<>();

    private TopicsRun(Cluster cluster, int rate) {
        this.cluster = cluster.guarded().startServers();
        this.rate = rate;
        String broker = cluster.broker().bootstrapServers();
        new SickTopic(broker, WELL).create();
        this.topic = new SickTopic(broker, SICK).create();
        this.other = new GatewayClient(cluster.gateway(), PATIENCE);
        this.first = new GatewayClient(cluster.gateway(), PATIENCE, List.of(ReplicaEnvironment.BAD_CALLER_KEY));
    }

    /** Exits 0 only if nothing was lost or out of order, and the other's events came as before. */
    public static void main(String[] given) {
        Log.begin();
        Quiet.logging();
        CompletableFuture.delayedExecutor(BOUND.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> System.exit(2));
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        System.exit(new TopicsRun(cluster, Arguments.of(given).number("rate", 60)).run() ? 0 : 1);
    }

    private boolean run() {
        cluster.with("GATEWAY_CALLERS__ADS__TOPIC", WELL)
                .with("GATEWAY_CALLERS__BAD__TOPIC", SICK)
                .startReplicas(Cluster.REPLICAS, Cluster.APPLICATION, FaultRun.REPLICA_OPTIONS);
        SteadyLoad warmUp = SteadyLoad.begin(first, "warm-up-first", rate, WARM_UP);
        SteadyLoad.begin(other, "warm-up", rate, WARM_UP).accepted();
        warmUp.accepted();
        for (Fault fault : Fault.values()) {
            all.add(phase(fault));
        }
        Figures reference = all.get(all.size() - 1);
        System.out.println(Figures.HEAD);
        all.forEach(System.out::println);
        System.out.printf("goal for the other's p99: %d ms%n", reference.goal());
        return all.stream().allMatch(figures -> figures.good(reference.goal()));
    }

    private Figures phase(Fault fault) {
        Log.line("the topic: %s", fault);
        SteadyLoad well = SteadyLoad.begin(other, "other-" + fault.name(), rate, LOAD);
        SteadyLoad sick = SteadyLoad.begin(first, "first-" + fault.name(), rate, LOAD);
        after(BEGINS, () -> topic.begin(fault));
        Set<String> gone = fault == Fault.DELETED ? acknowledged() : Set.of();
        after(LASTS, () -> topic.mend(fault));
        double mended = Log.seconds();
        List<String> wells = well.accepted();
        List<String> accepted = sick.accepted();
        List<String> sicks = accepted.stream().filter(id -> !gone.contains(id)).toList();
        Log.line(
                "%d and %d accepted, %d gone with the topic",
                wells.size(), accepted.size(), accepted.size() - sicks.size());
        awaitEvents(WELL, wells);
        awaitEvents(SICK, sicks);
        return Figures.of(
                fault,
                new PhaseEvents(wells, events(WELL)),
                new PhaseEvents(sicks, events(SICK)),
                ends(),
                Log.seconds() - mended,
                well.many() + sick.many() - wells.size() - accepted.size());
    }

    /** Generations whose events the topic had before it was deleted: the gateway does not lose what the broker deletes. */
    private Set<String> acknowledged() {
        after(ANSWERED, () -> {});
        return new LedgerView(cluster.database())
                .rows().stream().filter(LedgerRow::published).map(LedgerRow::id).collect(Collectors.toSet());
    }

    private static void after(Duration time, Runnable task) {
        CompletableFuture.runAsync(task, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }

    private void awaitEvents(String name, List<String> ids) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptions()
                    .until(() -> new PhaseEvents(ids, events(name)).lost() == 0);
        } catch (ConditionTimeoutException e) {
            Log.line("events are missing on %s", name);
        }
    }

    private List<CompletedEvent> events(String name) {
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), name)) {
            return events.all();
        }
    }

    /** When each generation's task ended, in epoch milliseconds. */
    private Map<String, Long> ends() {
        return cluster.provider().tasks().stream()
                .filter(task -> task.completedAt() != null)
                .collect(Collectors.toMap(ProviderTask::generationId, ProviderTask::completedAt, Math::max));
    }
}
