package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A frozen broker: submissions and callbacks are answered all the same, and their events arrive once it thaws, once each. If
 * a replica is killed meanwhile, what it had sent may arrive twice, and nothing else.
 */
final class FrozenBrokerRun {
    private static final Duration FROZEN = Duration.ofSeconds(45);
    private static final Duration KILLED_AFTER = Duration.ofSeconds(15);
    /** Long after a dead replica's lease, and a duplicate had its time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Longer than a replica that lives takes to renew a lease, shorter than a lease. */
    private static final Duration RENEWED = Duration.ofSeconds(11);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BEFORE = 200;
    private static final int SUBMISSIONS = 600;
    private static final long SLOWEST_MILLIS = 2_000;

    private final Cluster cluster;
    private final boolean kill;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> calledBack = new HashSet<>();
    private int submissions;
    private long slowestSubmission;
    private long slowestCallback;
    private int notAccepted;
    private final Set<String> sentByTheDead = new HashSet<>();

    /** @param kill whether a replica is killed while the broker is frozen, and started again */
    FrozenBrokerRun(Cluster cluster, boolean kill) {
        this.cluster = cluster;
        this.kill = kill;
    }

    /** Whether all was answered in time, and every event arrived. */
    boolean run() {
        cluster.startServers().startReplicas(Cluster.REPLICAS, Cluster.APPLICATION, FaultRun.REPLICA_OPTIONS);
        KieSimulatorClient provider = cluster.provider();
        firstEvent(provider);
        provider.completesAfter(Duration.ofHours(1));
        for (int number = 0; number < BEFORE; number++) {
            submit("before-" + number);
        }
        List<ProviderTask> open = provider.newestTasks(BEFORE);
        slowestSubmission = 0;
        submissions = 0;
        cluster.broker().freeze();
        Log.line("the broker is frozen");
        whileFrozen(provider, open);
        cluster.broker().thaw();
        Log.line("the broker thaws");
        return eventsArrive();
    }

    /** So that the topic is there and events flow. */
    private void firstEvent(KieSimulatorClient provider) {
        submit("first");
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), Backends.TOPIC)) {
            events.awaitEventOf(provider.newestTasks(1).get(0).generationId());
        }
    }

    private void whileFrozen(KieSimulatorClient provider, List<ProviderTask> open) {
        long begin = System.nanoTime();
        CompletableFuture<Void> killed = kill ? killed() : CompletableFuture.completedFuture(null);
        for (int number = 0; number < SUBMISSIONS; number++) {
            submit("frozen-" + number);
            if (number % (SUBMISSIONS / BEFORE) == 0) {
                callBack(open.get(number / (SUBMISSIONS / BEFORE)), provider);
            }
            awaitTurn(begin + FROZEN.toNanos() * number / SUBMISSIONS);
        }
        awaitTurn(begin + FROZEN.toNanos());
        killed.join();
    }

    private CompletableFuture<Void> killed() {
        return CompletableFuture.runAsync(
                () -> {
                    Log.line("a replica is killed");
                    cluster.replica(0).kill();
                    leftByTheDead().forEach(held -> sentByTheDead.addAll(held.generations()));
                    cluster.replica(0).start();
                },
                CompletableFuture.delayedExecutor(KILLED_AFTER.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Who has not renewed its lease, while nobody else may take it. */
    private List<LedgerView.Held> leftByTheDead() {
        LedgerView ledger = new LedgerView(cluster.database());
        List<LedgerView.Held> all = ledger.held();
        awaitTurn(System.nanoTime() + RENEWED.toNanos());
        Set<String> same = ledger.held().stream().map(FrozenBrokerRun::lease).collect(Collectors.toSet());
        return all.stream().filter(held -> same.contains(lease(held))).toList();
    }

    private static String lease(LedgerView.Held held) {
        return held.holder() + " " + held.until();
    }

    private static void awaitTurn(long at) {
        LockSupport.parkNanos(at - System.nanoTime());
    }

    private void submit(String key) {
        HttpRequest request = HttpRequest.newBuilder(cluster.gateway().resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ReplicaEnvironment.CALLER_KEY)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":{\"prompt\":\"a lighthouse\"}}"))
                .build();
        slowestSubmission = Math.max(slowestSubmission, millisOf(request));
        submissions++;
    }

    private void callBack(ProviderTask task, KieSimulatorClient provider) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(task.callBackUrl()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(provider.callbackBody(task.taskId())))
                .build();
        slowestCallback = Math.max(slowestCallback, millisOf(request));
        calledBack.add(task.generationId());
    }

    private long millisOf(HttpRequest request) {
        long begin = System.nanoTime();
        boolean accepted = accepted(request);
        // of a replica that is killed the provider and clients try again
        while (kill && !accepted && System.nanoTime() - begin < SLOWEST_MILLIS * 1_000_000) {
            accepted = accepted(request);
        }
        notAccepted += accepted ? 0 : 1;
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private boolean accepted(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean eventsArrive() {
        double thawed = Log.seconds();
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), Backends.TOPIC)) {
            Awaitility.await().atMost(PATIENCE).until(() -> ids(events).containsAll(calledBack));
            double last = Log.seconds() - thawed;
            Awaitility.await().pollDelay(SILENCE).atMost(PATIENCE).until(() -> true);
            Set<String> ids = ids(events);
            ids.retainAll(calledBack);
            List<String> twice = twice(events);
            System.out.printf(
                    "%nfrozen for %d s%n%d submissions, slowest %d ms%n%d callbacks, slowest %d ms%nnot answered 2xx:"
                            + " %d%nevents after the thaw: %d, the last after %.1f s%nduplicates: %d%n",
                    FROZEN.toSeconds(),
                    submissions,
                    slowestSubmission,
                    calledBack.size(),
                    slowestCallback,
                    notAccepted,
                    ids.size(),
                    last,
                    twice.size());
            return notAccepted == 0
                    && slowestSubmission < SLOWEST_MILLIS
                    && slowestCallback < SLOWEST_MILLIS
                    && sentByTheDead.containsAll(twice);
        }
    }

    private static List<String> twice(CompletedEvents events) {
        Set<String> once = new HashSet<>();
        return events.all().stream()
                .map(CompletedEvent::key)
                .filter(key -> !once.add(key))
                .toList();
    }

    private static Set<String> ids(CompletedEvents events) {
        return events.all().stream().map(CompletedEvent::key).collect(Collectors.toCollection(HashSet::new));
    }
}
