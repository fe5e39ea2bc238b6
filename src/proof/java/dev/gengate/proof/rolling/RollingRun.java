package dev.gengate.proof.rolling;

import dev.gengate.proof.audit.Audit;
import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.GatewayLogs;
import dev.gengate.proof.cluster.ClientLoad;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Service;
import dev.gengate.proof.cluster.Settling;
import dev.gengate.proof.faults.FaultOptions;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import dev.gengate.proof.simulator.client.CallbackAttempt;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code deploy/proof rolling}: two replicas are replaced under load, as Kubernetes does it, while secrets rotate; no request fails. */
public final class RollingRun {
    private static final int REPLICAS = 2;
    private static final int HELD = 4;
    private static final Duration BOUND = Duration.ofMinutes(8);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** The first submissions come so many times slower: this is about pods that have served before. */
    private static final int WARMING = 5;

    private static final int MOST_SUBMISSIONS = 100_000;
    private static final int SHOWN = 10;

    private final Cluster cluster;
    private final Service service;
    private final Map<String, Object> table = new LinkedHashMap<>();

    private RollingRun(Cluster cluster) {
        this.cluster = cluster;
        this.service = cluster.toClose(new Service());
    }

    /** Exits 0 only if no request failed, nothing was lost and nothing paid twice. */
    public static void main(String[] given) {
        Log.begin();
        Quiet.logging();
        Arguments arguments = Arguments.of(given);
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        CompletableFuture.delayedExecutor(BOUND.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> System.exit(2));
        Path first = Path.of(arguments.text("before", Cluster.APPLICATION.toString()));
        boolean good = new RollingRun(cluster).run(first, arguments.number("rate", 25), arguments.number("rounds", 2));
        System.exit(good ? 0 : 1);
    }

    /** @param first the packaged application of the first pods */
    private boolean run(Path first, int rate, int rounds) {
        cluster.startServers();
        RollingUpdate update = new RollingUpdate(cluster, service);
        update.deploy(REPLICAS, first, withSecrets(0));
        Log.line("%d replicas are up; %d submissions a second", REPLICAS, rate);
        GatewayClient client = new GatewayClient(service.url(), PATIENCE);
        load(client, rate, Math.max(1, rate / WARMING)).begin().join();
        ClientLoad load = load(client, MOST_SUBMISSIONS, rate);
        HeldRequests held = new HeldRequests(service.url());
        CompletableFuture<Void> all = CompletableFuture.allOf(load.begin(), held.begin(HELD));
        for (int round = 1; round <= rounds; round++) {
            if (SecretRotation.drops(round)) {
                awaitEndOfWhatIsOpen();
            }
            update.roll(withSecrets(round));
        }
        load.end();
        held.end();
        all.join();
        new Settling(new LedgerView(cluster.database())).await(PATIENCE);
        load.readAll();
        return report(update, client, held, load);
    }

    private static ClientLoad load(GatewayClient client, int generations, int rate) {
        return new ClientLoad(
                client,
                FaultOptions.of(new String[] {"--generations", "" + generations, "--rate", "" + rate, "--seed", "1"}));
    }

    private Map<String, String> withSecrets(int step) {
        Map<String, String> environment = asInProduction();
        environment.put("GATEWAY_CALLBACK_SECRETS", SecretRotation.step(step));
        return environment;
    }

    /** What was sent under a secret has to end before the secret is dropped. */
    private void awaitEndOfWhatIsOpen() {
        Instant now = Instant.now();
        LedgerView ledger = new LedgerView(cluster.database());
        Awaitility.await().atMost(PATIENCE).until(() -> ledger.openBefore(now) == 0);
    }

    /** Time-outs and delays of the shutdown are those of production. */
    private Map<String, String> asInProduction() {
        Map<String, String> environment = cluster.environment(service.url());
        Stream.of(
                        "QUARKUS_SHUTDOWN_DELAY",
                        "GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT",
                        "GATEWAY_PROVIDER_KIE_READ_TIMEOUT",
                        "GATEWAY_DEADLINE_RESULT",
                        "GATEWAY_DEADLINE_CONFIRMATION",
                        "GATEWAY_RECONCILE_AFTER")
                .forEach(environment::remove);
        return environment;
    }

    private boolean report(RollingUpdate update, GatewayClient client, HeldRequests held, ClientLoad load) {
        List<ProviderTask> tasks = cluster.provider().tasks();
        List<CallbackAttempt> callbacks =
                tasks.stream().flatMap(task -> task.callbacks().stream()).toList();
        List<CompletedEvent> events = events();
        Evidence evidence = new Evidence(
                load.told(),
                tasks,
                events,
                new LedgerView(cluster.database()).rows(),
                List.of(),
                GatewayLogs.of(List.of()));
        Findings findings = Audit.of(evidence);
        long refusedCallbacks =
                callbacks.stream().filter(attempt -> attempt.status() != 200).count();
        List<String> failed =
                Stream.concat(client.failed().stream(), held.failed().stream()).toList();
        table.put("time (s)", Math.round(Log.seconds()));
        table.put("pods replaced", update.replaced());
        table.put("longest start (s)", seconds(update.longestStart()));
        table.put("longest drain (s)", seconds(update.longestDrain()));
        table.put("requests", client.requests() + held.requests());
        table.put("of these held for long, answered early", held.requests() + ", " + held.early());
        table.put("callbacks", callbacks.size());
        table.put("generations", evidence.rows().size());
        table.put("settled by polling", polled(events));
        table.put("callback URLs under the old secret, the new", SecretRotation.signed(tasks));
        table.put(
                "failed requests, of these held for long",
                failed.size() + ", " + held.failed().size());
        table.put("failed callbacks", refusedCallbacks);
        table.put("pods killed", update.killed());
        for (Findings.Kind kind : Findings.Kind.values()) {
            table.put(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), findings.count(kind));
        }
        print(findings, failed);
        return findings.none() && failed.isEmpty() && refusedCallbacks == 0 && update.killed() == 0;
    }

    private void print(Findings findings, List<String> failed) {
        System.out.println();
        table.forEach((name, value) -> System.out.printf("%-44s %s%n", name, value));
        failed.stream().distinct().limit(SHOWN).forEach(what -> System.out.println("FAILED: " + what));
        for (Findings.Kind kind : Findings.Kind.values()) {
            findings.of(kind).stream().limit(SHOWN).forEach(what -> System.out.println(kind + ": " + what));
        }
    }

    private static long polled(List<CompletedEvent> events) {
        return events.stream()
                .filter(event -> "poll".equals(event.json().path("resolvedBy").asText()))
                .count();
    }

    private static String seconds(Duration time) {
        return "%.1f".formatted(time.toMillis() / 1e3);
    }

    private List<CompletedEvent> events() {
        try (CompletedEvents events = CompletedEvents.open(cluster.broker().bootstrapServers(), Backends.TOPIC)) {
            return events.all();
        }
    }
}
