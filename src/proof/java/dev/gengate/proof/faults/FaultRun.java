package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Audit;
import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.GatewayLogs;
import dev.gengate.proof.audit.Kept;
import dev.gengate.proof.audit.ProviderFaults;
import dev.gengate.proof.audit.Spending;
import dev.gengate.proof.audit.Timeline;
import dev.gengate.proof.cluster.ClientLoad;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.cluster.Settling;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Load and faults together, then silence, then the audit. */
public final class FaultRun {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    /** How long a client tries: where replicas start slowly, kills leave none for minutes. */
    private static final Duration PATIENCE_OF_CLIENTS = Duration.ofMinutes(5);

    public static final String[] REPLICA_OPTIONS = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

    private final FaultOptions options;
    private final Cluster cluster;
    private PoisonedTopic topic;

    FaultRun(FaultOptions options, Cluster cluster) {
        this.options = options;
        this.cluster = cluster;
    }

    /** What the audit found wrong. */
    Findings run() {
        cluster.skewed(options.skew())
                .keeping(options.custody())
                .withAccounts(options.accounts())
                .with("GATEWAY_USAGE_EVERY", SpendingWatch.EVERY)
                .with("GATEWAY_CREDITS_EVERY", SpendingWatch.EVERY)
                .startServers();
        GatewayClient client =
                new GatewayClient(cluster.gateway(), PATIENCE_OF_CLIENTS, ReplicaEnvironment.CALLER_KEYS);
        topic = new PoisonedTopic(cluster.broker(), client);
        topic.create();
        cluster.startReplicas(Cluster.REPLICAS, Cluster.application(options), REPLICA_OPTIONS);
        cluster.database().prepareToBeFull();
        SpendingWatch spending = new SpendingWatch(new LedgerView(cluster.database()));
        spending.begin();
        Log.line("all is up");
        ClientLoad load = new ClientLoad(client, options);
        try (Disruptor disruptor = new Disruptor(cluster);
                Forger forger = new Forger(cluster.provider(), options.seed())) {
            loadAndDisrupt(load, disruptor, forger);
            Log.line("the load is over");
            client.givenUp().forEach(request -> Log.line("given up: " + request));
            topic.raiseLimit();
            topic.replay(cluster.provider().tasks(), events());
            new Settling(new LedgerView(cluster.database())).await(PATIENCE);
            load.readAll();
            return audit(load, disruptor, forger, spending.end());
        }
    }

    private void loadAndDisrupt(ClientLoad load, Disruptor disruptor, Forger forger) {
        KieSimulatorClient provider = cluster.provider();
        ProviderFaults.begin(provider, options.seed(), true);
        disruptor.begin(Schedule.of(options));
        forger.begin(options.forgeries(), options.load());
        CompletableFuture.delayedExecutor(options.load().toMillis() / 2, TimeUnit.MILLISECONDS)
                .execute(() -> ProviderFaults.begin(provider, options.seed() + 1, false));
        load.begin().join();
        disruptor.awaitEnd(PATIENCE);
    }

    private Findings audit(ClientLoad load, Disruptor disruptor, Forger forger, Spending spending) {
        LedgerView ledger = new LedgerView(cluster.database());
        List<LedgerRow> rows = ledger.rows();
        Evidence evidence = new Evidence(
                load.told(),
                cluster.provider().tasks(),
                events(),
                rows,
                forger.posted(),
                GatewayLogs.of(cluster.logs()),
                new Timeline(load.began(), disruptor.windows(), topic.limitedUntil()),
                kept(),
                spending,
                KilledConsumer.over(cluster, rows.size(), options.seed()));
        Findings findings = Audit.of(evidence);
        Extent extent = new Extent(
                options.generations(), options.forgeries(), load.unanswered(), disruptor.planned(), disruptor.done());
        extent.gaps(evidence).forEach(gap -> findings.add(Findings.Kind.INCOMPLETE, gap));
        System.out.println(new AuditReport(evidence, findings)
                .of(options, extent, ledger.late())
                .text());
        return findings;
    }

    private Kept kept() {
        return cluster.results()
                .map(store -> new Kept(
                        events(PoisonedTopic.STORED),
                        store.objects(),
                        cluster.provider().files()))
                .orElse(Kept.NOTHING);
    }

    private List<CompletedEvent> events() {
        return events(Backends.TOPIC);
    }

    private List<CompletedEvent> events(String topic) {
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), topic)) {
            return events.all();
        }
    }
}
