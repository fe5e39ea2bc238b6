package dev.gengate.proof.intake;

import dev.gengate.proof.audit.Audit;
import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.GatewayLogs;
import dev.gengate.proof.audit.ProviderFaults;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Settling;
import dev.gengate.proof.faults.Disruption;
import dev.gengate.proof.faults.Disruptor;
import dev.gengate.proof.faults.FaultRun;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.gateway.SecretScan;
import dev.gengate.proof.servers.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A topic full of requests and two replicas under a limit and a short queue, while replicas die, the group is balanced anew, the
 * broker freezes and the provider misbehaves; then silence, then the audit.
 */
final class IntakeUnderFaults {
    private static final String GROUP = "generation-gateway.intake.ads";
    private static final int PARTITIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    /** How long killed replicas may take to start, on a machine that has other work. */
    private static final Duration PATIENCE_FOR_STARTS = Duration.ofMinutes(5);

    private static final int SHOWN = 10;
    /** What goes wrong does so in this share of the time that the provider's limit gives all requests. */
    private static final double LAST = 0.8;

    private final Cluster cluster;
    private final WrittenRequests requests;
    private final long seed;
    private final Random chance;
    private final int rate;
    private final Duration load;
    private final AtomicInteger visits = new AtomicInteger();

    IntakeUnderFaults(Cluster cluster, int requests, long seed) {
        this.cluster = cluster;
        this.requests = new WrittenRequests(requests);
        this.seed = seed;
        this.chance = new Random(seed);
        this.rate = Math.max(40, requests / 130);
        this.load = Duration.ofSeconds(requests / rate);
    }

    /** What is wrong. */
    Findings run() {
        Log.line("%d requests, seed %d", requests.many(), seed);
        start();
        ProviderFaults.begin(cluster.provider(), seed, true);
        requests.write(cluster.broker().bootstrapServers());
        Log.line("all are written");
        List<CompletableFuture<Void>> visitors = visitors();
        try (Disruptor disruptor = new Disruptor(cluster)) {
            disruptor.begin(disruptions());
            disruptor.awaitEnd(load.plus(PATIENCE_FOR_STARTS));
            visitors.forEach(CompletableFuture::join);
            ProviderFaults.begin(cluster.provider(), seed + 1, false);
            awaitDecided();
            new Settling(new LedgerView(cluster.database())).await(PATIENCE);
            return audit(disruptor, visitors.size());
        }
    }

    private void start() {
        cluster.startServers();
        String broker = cluster.broker().bootstrapServers();
        RequestTopic.create(broker, WrittenRequests.TOPIC, PARTITIONS);
        RequestTopic.create(broker, Backends.TOPIC, 1);
        cluster.with("GATEWAY_INTAKE__ADS__TOPIC", WrittenRequests.TOPIC)
                .with("GATEWAY_INTAKE__ADS__CALLER", "ads")
                .with("GATEWAY_PACE_LIMIT", rate)
                .with("GATEWAY_SUBMISSION_MAX_QUEUED", 2 * rate)
                .startReplicas(Cluster.REPLICAS, Cluster.APPLICATION, FaultRun.REPLICA_OPTIONS);
        Log.line("all is up");
    }

    private List<Disruption> disruptions() {
        List<Disruption> all = new ArrayList<>();
        int kills = Math.max(4, requests.many() / 2_500);
        for (int kill = 0; kill < kills; kill++) {
            all.add(disruption(Disruption.Kind.KILL, kill, kills, 100, 3_000));
        }
        int freezes = Math.max(1, requests.many() / 8_000);
        for (int freeze = 0; freeze < freezes; freeze++) {
            all.add(disruption(Disruption.Kind.FREEZE, freeze, freezes, 3_000, 10_000));
        }
        return all;
    }

    private Disruption disruption(Disruption.Kind kind, int index, int of, int shortest, int longest) {
        Duration lasts = Duration.ofMillis(chance.nextInt(shortest, longest));
        return new Disruption(kind, at(index, of), index % Cluster.REPLICAS, lasts);
    }

    /** One in each of so many equal parts of the time. */
    private Duration at(int index, int of) {
        return Duration.ofMillis((long) (load.toMillis() * LAST * (index + chance.nextDouble()) / of));
    }

    private List<CompletableFuture<Void>> visitors() {
        int many = Math.max(2, requests.many() / 5_000);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int index = 0; index < many; index++) {
            Executor then = CompletableFuture.delayedExecutor(at(index, many).toMillis(), TimeUnit.MILLISECONDS);
            all.add(CompletableFuture.runAsync(this::visit, then));
        }
        return all;
    }

    private void visit() {
        Log.line("REBALANCE");
        Duration stay = Duration.ofSeconds(4);
        if (Visitor.visit(cluster.broker().bootstrapServers(), WrittenRequests.TOPIC, GROUP, stay)) {
            visits.incrementAndGet();
        }
    }

    private void awaitDecided() {
        try {
            Awaitility.await()
                    .atMost(load.plus(PATIENCE))
                    .pollInterval(Duration.ofSeconds(2))
                    .ignoreExceptions()
                    .until(this::decided);
            Log.line("all are decided");
        } catch (ConditionTimeoutException e) {
            Log.line("not decided in time");
        }
    }

    private boolean decided() {
        long made = cluster.database().ledger().number("select count(*) from generation");
        return made >= requests.good() && decisions().rejected() >= requests.bad();
    }

    private Decisions decisions() {
        return new Decisions(events(Backends.TOPIC), events(WrittenRequests.TOPIC + ".rejected"));
    }

    private List<CompletedEvent> events(String topic) {
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), topic)) {
            return events.all();
        }
    }

    private Findings audit(Disruptor disruptor, int visitors) {
        Evidence evidence = new Evidence(
                List.of(),
                cluster.provider().tasks(),
                events(Backends.TOPIC),
                new LedgerView(cluster.database()).rows(),
                List.of(),
                GatewayLogs.of(cluster.logs()));
        Findings findings = Audit.of(evidence);
        Decisions decisions = decisions();
        decisions.judge(requests.many(), findings);
        long full = cluster.logs().stream()
                .filter(log -> SecretScan.text(log).contains("waits: QUEUE_FULL"))
                .count();
        incompleteIf(findings, full == 0, "the queue was never full");
        incompleteIf(findings, visits.get() < visitors, "only " + visits + " visitors were given partitions");
        disruptor.planned().forEach((kind, count) -> {
            int done = disruptor.done().getOrDefault(kind, 0);
            incompleteIf(findings, done < count, kind + ": " + done + " of " + count);
        });
        print(evidence, decisions, disruptor, findings);
        return findings;
    }

    private static void incompleteIf(Findings findings, boolean missing, String what) {
        if (missing) {
            findings.add(Findings.Kind.INCOMPLETE, what);
        }
    }

    private void print(Evidence evidence, Decisions decisions, Disruptor disruptor, Findings findings) {
        System.out.printf(
                "%n%d requests: %d generations, %d tasks, %d records rejected; %s, %d visits%n",
                requests.many(),
                evidence.rows().size(),
                evidence.tasks().size(),
                decisions.rejected(),
                disruptor.done(),
                visits.get());
        Stream.of(Findings.Kind.values())
                .filter(kind -> findings.count(kind) > 0)
                .forEach(kind -> {
                    findings.of(kind).stream().limit(SHOWN).forEach(what -> System.out.println(kind + ": " + what));
                });
        Stream.of(Findings.Kind.LOST, Findings.Kind.PAID_TWICE, Findings.Kind.CONTRADICTORY)
                .forEach(kind -> System.out.printf(
                        "%-14s %d%n", kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), findings.count(kind)));
    }
}
