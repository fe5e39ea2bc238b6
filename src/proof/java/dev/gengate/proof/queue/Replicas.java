package dev.gengate.proof.queue;

import dev.gengate.proof.gateway.GatewayEnvironment;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three packaged gateways over one ledger, one broker and one simulator. */
final class Replicas implements AutoCloseable {
    static final int REPLICAS = 3;
    static final String DATABASE = "gateway";
    /** Callers by their weights. */
    static final Map<String, Integer> WEIGHTS = weights();

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Six compilers and collectors of three processes would have the cores of a small machine to themselves. */
    private static final String[] OPTIONS = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

    private static final String OPERATOR_KEY = "queue-run-operator-key";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<GatewayProcess> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> managementPorts = new ArrayList<>();

    /** @param accounts variables that name the accounts in place of the only one, or none */
    Replicas(
            LocalPostgres postgres,
            LocalKafka kafka,
            URI simulator,
            int limit,
            Duration period,
            Map<String, Object> accounts) {
        for (int replica = 0; replica < REPLICAS; replica++) {
            ports.add(Ports.free());
            managementPorts.add(Ports.free());
        }
        for (int replica = 0; replica < REPLICAS; replica++) {
            GatewayEnvironment told = environment(postgres, kafka, simulator)
                    .with("GATEWAY_PACE_LIMIT", limit)
                    .with("GATEWAY_PACE_PERIOD", period)
                    .ports(ports.get(replica), managementPorts.get(replica));
            accounts.forEach(told::with);
            Map<String, String> environment = told.variables();
            if (!accounts.isEmpty()) {
                environment.remove("GATEWAY_PROVIDER_KIE_API_KEY");
            }
            processes.add(new GatewayProcess(GatewayProcess.packagedJar(OPTIONS), environment, log(replica)));
        }
    }

    private GatewayEnvironment environment(LocalPostgres postgres, LocalKafka kafka, URI simulator) {
        GatewayEnvironment environment = new GatewayEnvironment(postgres.port(), DATABASE, kafka.bootstrapServers())
                .provider(simulator, Backends.PROVIDER_KEY)
                .calledBack(gateway(0), Backends.CALLBACK_SECRET)
                .with("GATEWAY_PACE_MAX_RUNNING", 0)
                .with("GATEWAY_SUBMISSION_MAX_QUEUED", 1_000_000)
                .with("GATEWAY_SUBMISSION_MAX_QUEUED_PER_CALLER", 1_000_000)
                .caller("ops", OPERATOR_KEY, "read", "operator")
                .endsAtOnce();
        WEIGHTS.forEach(
                (caller, weight) -> environment.caller(caller, key(caller)).callers(caller, "WEIGHT", weight));
        return environment;
    }

    /** One after the other: the start of a process is most of its work here. */
    void start() {
        for (int replica = 0; replica < REPLICAS; replica++) {
            URI management = URI.create("http://localhost:" + managementPorts.get(replica));
            processes.get(replica).start();
            if (!processes.get(replica).awaitReady(management, PATIENCE)) {
                throw new IllegalStateException("a replica did not become ready, see " + log(replica));
            }
        }
    }

    private static Path log(int replica) {
        return Path.of("target", "queue-replica-" + replica + ".log");
    }

    URI gateway(int replica) {
        return URI.create("http://localhost:" + ports.get(replica % REPLICAS));
    }

    /** As an operator holds all sending, until it is released in the same way. */
    void brake(boolean on) {
        HttpRequest request = HttpRequest.newBuilder(gateway(0).resolve("/v1/brake"))
                .header("Authorization", "Bearer " + OPERATOR_KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"on\":" + on + ",\"reason\":\"until all wait\"}"))
                .build();
        int status = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException("the brake answered " + status);
        }
    }

    static String key(String caller) {
        return "queue-run-key-of-" + caller;
    }

    private static Map<String, Integer> weights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("a", 1);
        weights.put("b", 1);
        weights.put("c", 2);
        weights.put("d", 4);
        weights.put("e", 2);
        return weights;
    }

    @Override
    public void close() {
        processes.parallelStream().forEach(GatewayProcess::close);
    }
}
