package dev.gengate.proof.local;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Directories;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.Quiet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole service on one machine without Docker: {@code deploy/local/run}. Starts the servers in this process and the
 * gateway beside it, prints every completed event, and takes all of it down at the end.
 */
public final class LocalRun {
    /** What the gateway prints. */
    public static final Path LOG = Path.of("target", "local-run.log");

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FAILED = 1;

    private final Map<String, String> environment;
    private final LocalPorts ports;
    private final Arguments arguments;
    private final LocalServers servers;
    private final GatewayProcess gateway;
    private volatile boolean stopping;

    private LocalRun(Map<String, String> environment, LocalPorts ports, Arguments arguments) {
        this.environment = environment;
        this.ports = ports;
        this.arguments = arguments;
        this.servers = new LocalServers(ports);
        this.gateway = new GatewayProcess(command(), LocalEnvironment.forGateway(environment, ports), LOG);
    }

    /**
     * {@code --color true} for coloured lines, {@code --dev true} for live reload instead of the packaged jar, {@code --keep
     * true} for results that stay.
     */
    public static void main(String[] given) {
        Quiet.logging();
        Map<String, String> environment = System.getenv();
        LocalPorts ports = LocalPorts.of(environment, LocalEnvironment.simulated(environment), Ports::taken);
        Optional<String> complaint = ports.complaint(Ports::taken);
        if (complaint.isPresent()) {
            System.err.println(complaint.get());
            System.exit(FAILED);
        }
        LocalRun run = new LocalRun(environment, ports, Arguments.of(given));
        Closing.atExit(run::stop);
        System.exit(run.toItsEnd());
    }

    /** The exit code. A failure while everything is taken down again is none. */
    private int toItsEnd() {
        try {
            return run();
        } catch (RuntimeException e) {
            if (!stopping) {
                e.printStackTrace();
            }
            return FAILED;
        }
    }

    private int run() {
        System.out.println("Starting PostgreSQL, Kafka and the gateway …");
        servers.start();
        startGateway();
        if (!gateway.awaitReady(URI.create("http://localhost:" + ports.management()), PATIENCE)) {
            return failed("The gateway did not become ready");
        }
        System.out.println(new LocalBanner(environment, ports, LOG).text());
        printEventsWhileItRuns();
        return stopping ? 0 : failed("The gateway ended with code " + gateway.exitCode());
    }

    private void printEventsWhileItRuns() {
        boolean coloured = Boolean.parseBoolean(arguments.text("color", "false"));
        try (CompletedEvents events = CompletedEvents.open("localhost:" + ports.kafka(), Backends.TOPIC)) {
            while (gateway.running() && !stopping) {
                events.next().forEach(event -> System.out.println(EventLine.of(event, coloured)));
            }
        }
    }

    private int failed(String what) {
        if (!stopping) {
            List<String> words = gateway.lastWords();
            System.err.println(what + ". The end of " + LOG + ":");
            words.forEach(line -> System.err.println("  " + line));
        }
        return FAILED;
    }

    /** Not after the end has begun: what is started then would stay. */
    private synchronized void startGateway() {
        if (!stopping) {
            gateway.start();
        }
    }

    private void stop() {
        synchronized (this) {
            stopping = true;
        }
        gateway.close();
        servers.close();
        leave(LocalEnvironment.RESULTS, arguments);
    }

    /** Results go with the trial, unless they are to be kept. */
    static void leave(Path results, Arguments arguments) {
        if (arguments.text("keep", "false").equals("false")) {
            Directories.delete(results);
        }
    }

    /** With the first compiler alone: up in three quarters of the time, and fast at once, which is what a trial is about. */
    private List<String> command() {
        return arguments.text("dev", "false").equals("true")
                ? List.of(
                        "mvn",
                        "-B",
                        "quarkus:dev",
                        "-Dquarkus.console.enabled=false",
                        "-Dquarkus.analytics.disabled=true")
                : GatewayProcess.packagedJar("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }
}
