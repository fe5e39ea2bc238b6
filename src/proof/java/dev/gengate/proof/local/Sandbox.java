package dev.gengate.proof.local;

import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Directories;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.Quiet;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The gateway with all it needs, for the tests of those who call it: fixed ports, seconds that pass faster, results with the
 * same names in each run. Never the real provider. {@code docs/testing-against.md} shows its use.
 */
public final class Sandbox implements AutoCloseable {
    /** Requests of the caller {@code ads} by a topic. */
    static final String REQUESTS = "ads.requests";

    /** Of each topic, so that nobody comes to rely on an order between generations. */
    private static final Map<String, String> PARTITIONS = Map.of("num.partitions", "3");

    private static final int CREDITS = 1_000_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> REAL =
            List.of("GATEWAY_PROVIDER_KIE_URL", "GATEWAY_PROVIDER_KIE_API_KEY", "GATEWAY_PUBLIC_URL");

    private final LocalPorts ports;
    private final String name;
    private final Path files;
    private final LocalServers servers;
    private final GatewayProcess gateway;

    private Sandbox(Map<String, String> given, LocalPorts ports, Arguments options, Path files) {
        VirtualTime time = new VirtualTime(options.number("speed", 100));
        this.ports = ports;
        this.files = files;
        String host = options.text("host", LocalPorts.HOST);
        this.name = host.equals(LocalPorts.HOST) ? host : options.text("advertised", LocalPorts.HOST);
        LocalKafka kafka = kafka(ports, host).advertisedAs(name);
        this.servers =
                new LocalServers(ports, kafka, host, provider(ports, time)).with(REQUESTS, REQUESTS + ".rejected");
        this.gateway = new GatewayProcess(
                GatewayProcess.packagedJar(
                        Path.of(options.text("gateway", "target/quarkus-app")),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1"),
                environment(given, ports, kafka, time, files),
                files.resolve("gateway.log"));
    }

    /**
     * {@code --speed 100}, {@code --gateway target/quarkus-app}, {@code --host 0.0.0.0} where Kafka and results are reached from
     * outside, and {@code --advertised name} where that is not by localhost, for clients of Kafka.
     */
    public static void main(String[] given) throws IOException {
        Arguments options = Arguments.of(given);
        if (options.values().containsKey("jar")) {
            SandboxJar.write(Path.of(options.text("jar", "")));
            return;
        }
        Quiet.logging();
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().removeAll(REAL);
        LocalPorts ports = LocalPorts.of(environment, true, Ports::taken);
        Optional<String> complaint = ports.complaint(Ports::taken);
        if (complaint.isPresent()) {
            System.err.println(complaint.get());
            System.exit(1);
        }
        Sandbox sandbox = new Sandbox(environment, ports, options, temporary());
        Closing.atExit(sandbox);
        try {
            System.exit(sandbox.run());
        } catch (RuntimeException e) {
            // what has started would go on without the rest
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gengate-sandbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that listens elsewhere says by which name it is reached there; the gateway then has a port of its own. */
    private static LocalKafka kafka(LocalPorts ports, String host) {
        return host.equals(LocalPorts.HOST)
                ? new LocalKafka(ports.kafka(), Map.of(), PARTITIONS)
                : new LocalKafka(0, Map.of("OUTSIDE", "PLAINTEXT://" + host + ":" + ports.kafka()), PARTITIONS);
    }

    /** Its credits outlast any test: a sandbox may run for as long as a team's CI. */
    static SimulatorSettings provider(LocalPorts ports, VirtualTime time) {
        return time.provider(LocalEnvironment.simulatorSettings(ports))
                .with("repeatableIds", true)
                .with("credits", CREDITS);
    }

    private static Map<String, String> environment(
            Map<String, String> given, LocalPorts ports, LocalKafka kafka, VirtualTime time, Path files) {
        Map<String, String> all = LocalEnvironment.forGateway(given, ports);
        all.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        all.put("GATEWAY_CUSTODY_DIRECTORY", files.resolve("results").toString());
        all.put("GATEWAY_INTAKE__ADS__TOPIC", REQUESTS);
        all.put("GATEWAY_INTAKE__ADS__CALLER", "ads");
        all.putAll(time.gateway());
        all.keySet().removeIf(name -> !given.getOrDefault(name, "").isBlank());
        return all;
    }

    /** The exit code. */
    private int run() {
        servers.start();
        gateway.start();
        if (!gateway.awaitReady(URI.create("http://localhost:" + ports.management()), PATIENCE)) {
            gateway.lastWords().forEach(System.err::println);
            return 1;
        }
        System.out.println(text());
        while (gateway.running()) {
            gateway.endedWithin(PATIENCE);
        }
        return gateway.exitCode();
    }

    private String text() {
        return """
                The sandbox of the Generation Gateway is ready.
                  API       http://localhost:%d/v1/generations (key: %s; of an operator: %s)
                  console   http://localhost:%d/console/
                  Kafka     %s:%d: %s, %s
                  provider  http://localhost:%d (simulated)
                """
                .formatted(
                        ports.http(),
                        LocalEnvironment.CALLER_KEY,
                        LocalEnvironment.OPERATOR_KEY,
                        ports.http(),
                        name,
                        ports.kafka(),
                        Backends.TOPIC,
                        REQUESTS,
                        ports.simulator());
    }

    @Override
    public void close() {
        gateway.close();
        servers.close();
        Directories.delete(files);
    }
}
