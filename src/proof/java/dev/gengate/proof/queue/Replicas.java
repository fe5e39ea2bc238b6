package dev.gengate.proof.queue;

import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import java.net.URI;
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

    private final List<GatewayProcess> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> managementPorts = new ArrayList<>();

    Replicas(LocalPostgres postgres, LocalKafka kafka, URI simulator, int limit, Duration period) {
        for (int replica = 0; replica < REPLICAS; replica++) {
            ports.add(Ports.free());
            managementPorts.add(Ports.free());
        }
        for (int replica = 0; replica < REPLICAS; replica++) {
            Map<String, String> environment = environment(postgres, kafka, simulator);
            environment.put("GATEWAY_PACE_LIMIT", Integer.toString(limit));
            environment.put("GATEWAY_PACE_PERIOD", period.toString());
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.get(replica)));
            environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPorts.get(replica)));
            processes.add(new GatewayProcess(GatewayProcess.packagedJar(OPTIONS), environment, log(replica)));
        }
    }

    private Map<String, String> environment(LocalPostgres postgres, LocalKafka kafka, URI simulator) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GATEWAY_DB_HOST", LocalPostgres.HOST);
        environment.put("GATEWAY_DB_PORT", Integer.toString(postgres.port()));
        environment.put("GATEWAY_DB_NAME", DATABASE);
        environment.put("GATEWAY_DB_USER", LocalPostgres.USER);
        environment.put("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("GATEWAY_PROVIDER_KIE_URL", simulator.toString());
        environment.put("GATEWAY_PROVIDER_KIE_API_KEY", Backends.PROVIDER_KEY);
        environment.put("GATEWAY_PUBLIC_URL", gateway(0).toString());
        environment.put("GATEWAY_CALLBACK_SECRETS", Backends.CALLBACK_SECRET);
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED", "1000000");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED_PER_CALLER", "1000000");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        WEIGHTS.forEach((caller, weight) -> {
            String name = "GATEWAY_CALLERS__" + caller.toUpperCase(java.util.Locale.ROOT) + "__";
            environment.put(name + "KEY_SHA256", Backends.sha256(key(caller)));
            environment.put(name + "WEIGHT", Integer.toString(weight));
        });
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

    static String key(String caller) {
        return "queue-run-key-of-" + caller;
    }

    private static Map<String, Integer> weights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("a", 1);
        weights.put("b", 1);
        weights.put("c", 2);
        weights.put("d", 4);
        return weights;
    }

    @Override
    public void close() {
        processes.parallelStream().forEach(GatewayProcess::close);
    }
}
