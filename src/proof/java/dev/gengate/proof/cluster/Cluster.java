package dev.gengate.proof.cluster;

import dev.gengate.proof.faults.FaultOptions;
import dev.gengate.proof.faults.SabotagedBuild;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.SimulatorSettings;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Everything a run needs, on loopback: database, broker, provider, load balancer and replicas. */
public final class Cluster implements AutoCloseable {
    public static final int REPLICAS = 2;
    public static final Path APPLICATION = Path.of("target", "quarkus-app");
    static final SimulatorSettings PROVIDER = SimulatorSettings.forTests()
            .with("rateLimit", 0)
            .with("createTaskLatency", 30)
            .with("completion", 700)
            .with("callbackTimeout", 5_000)
            .with("callbackRetryDelay", 1_000);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Forwarder forwarder = new Forwarder(Ports.free());
    private Database database;
    private Broker broker;
    private KieSimulator simulator;
    private Duration skew = Duration.ZERO;
    private int accounts;
    private boolean guarded;
    private ResultStore.Kind keeps = ResultStore.Kind.NONE;
    private ResultStore results;

    /** Where logs and copies are kept. */
    public static Path directory() {
        try {
            return Files.createDirectories(Path.of("target", "chaos"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts all but the replicas. */
    public Cluster startServers() {
        CompletableFuture<Void> ledger = CompletableFuture.runAsync(() -> database = toClose(Database.start()));
        broker = toClose(Broker.start(guarded));
        simulator = toClose(KieSimulator.start(0, PROVIDER));
        for (int number = 1; number <= accounts; number++) {
            provider()
                    .hasAccount(
                            "a" + number,
                            ReplicaEnvironment.keyOf(number),
                            PROVIDER.rateLimit(),
                            Duration.ofMillis(PROVIDER.ratePeriod()),
                            PROVIDER.credits().doubleValue());
        }
        startResults();
        ledger.join();
        return this;
    }

    private void startResults() {
        if (keeps == ResultStore.Kind.NONE) {
            return;
        }
        results = toClose(
                keeps == ResultStore.Kind.S3
                        ? new ResultBucket(directory().resolve("incoming"))
                        : new ResultFolder(directory().resolve("results")));
        provider().set("resultBase", simulator.url().toString());
    }

    /** Results will be kept there. */
    public Cluster keeping(ResultStore.Kind where) {
        keeps = where;
        return this;
    }

    /** The clock of the last replica's machine will be ahead by so much. */
    public Cluster skewed(Duration ahead) {
        skew = ahead;
        return this;
    }

    /** The provider will have so many accounts with names, and the gateway their keys; 0 for the only one. */
    public Cluster withAccounts(int many) {
        accounts = many;
        return this;
    }

    /** The broker will go by ACLs, and make no topic on its own. */
    public Cluster guarded() {
        guarded = true;
        return this;
    }

    /** Replicas will have this variable too, or with another value. */
    public Cluster with(String variable, Object value) {
        variables.put(variable, value.toString());
        return this;
    }

    /** Starts the replicas, of the application as it is or without one of its protections, and what leads to them. */
    public Cluster startReplicas(int count, Path application, String... jvmOptions) {
        Map<String, String> environment = environment(forwarder.url());
        for (int number = 1; number <= count; number++) {
            String name = "replica-" + number;
            Map<String, String> own = withResults(environment, name);
            own.putAll(variables);
            Replica replica = new Replica(name, application, own, jvmOptions);
            replicas.add(toClose(number == count ? replica.ahead(skew) : replica));
        }
        CompletableFuture.allOf(replicas.stream()
                        .map(replica -> CompletableFuture.runAsync(replica::start))
                        .toArray(CompletableFuture[]::new))
                .join();
        toClose(forwarder).start(replicas.stream().map(Replica::port).toList());
        return this;
    }

    private Map<String, String> withResults(Map<String, String> environment, String replica) {
        Map<String, String> all = new HashMap<>(environment);
        if (results != null) {
            all.putAll(results.environment(replica));
        }
        return all;
    }

    /** A replica's, whose callers and whose provider come by that address. */
    public Map<String, String> environment(URI publicUrl) {
        Map<String, String> environment =
                ReplicaEnvironment.of(database.server(), broker, simulator.url(), PROVIDER.apiKey(), publicUrl);
        return accounts == 0 ? environment : ReplicaEnvironment.withAccounts(environment, accounts);
    }

    /** The key that the provider takes. */
    public String providerKey() {
        return PROVIDER.apiKey();
    }

    /** The packaged application, or a copy without a protection. */
    public static Path application(FaultOptions options) {
        return options.sabotage()
                .map(sabotage -> SabotagedBuild.of(
                        APPLICATION,
                        directory().resolve("without-" + sabotage.name().toLowerCase(Locale.ROOT)),
                        sabotage))
                .orElse(APPLICATION);
    }

    public synchronized <T extends AutoCloseable> T toClose(T server) {
        started.push(server);
        return server;
    }

    public Replica replica(int index) {
        return replicas.get(index);
    }

    /** The logs of every life of every replica. */
    public List<Path> logs() {
        return replicas.stream().flatMap(replica -> replica.logs().stream()).toList();
    }

    public Database database() {
        return database;
    }

    public Broker broker() {
        return broker;
    }

    public KieSimulatorClient provider() {
        return new KieSimulatorClient(simulator.url());
    }

    /** Empty where results are not kept. */
    public Optional<ResultStore> results() {
        return Optional.ofNullable(results);
    }

    /** @throws IllegalStateException where they are not kept in one */
    public ResultBucket bucket() {
        if (results instanceof ResultBucket bucket) {
            return bucket;
        }
        throw new IllegalStateException("results are not kept in a bucket");
    }

    /** Where the provider is, and with it the files of its results. */
    public URI providerUrl() {
        return simulator.url();
    }

    /** Where clients and the provider reach the gateway. */
    public URI gateway() {
        return forwarder.url();
    }

    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            Closing.quietly(started.pop());
        }
    }
}
