package dev.gengate.proof.image;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the image of {@code deploy/Containerfile} as Compose would, over the servers of the proofs, and looks at it. */
public final class ImageRun {
    /** A generation, its callback and its event are four of them. */
    private static final int REQUESTS = 4_000;

    private static final int STARTS = 5;

    private final String image;
    private final Arguments options;

    private ImageRun(Arguments options) {
        this.options = options;
        this.image = options.text("image", "localhost/generation-gateway:local");
    }

    /** Ends with 1 at the first thing that is not as it must be. */
    public static void main(String[] arguments) throws Exception {
        try {
            run(Arguments.of(arguments));
        } catch (AssertionError e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0); // which ends the servers
    }

    private static void run(Arguments options) throws Exception {
        ImageRun run = new ImageRun(options);
        if (options.values().containsKey("sandbox")) {
            new SandboxImage(options.text("sandbox", "")).run();
        } else if (options.values().containsKey("kube")) {
            new OverlayRun(run.image).play();
        } else {
            run.contents();
            run.run();
            run.keeps();
            run.faulty();
            run.starts();
        }
    }

    private void contents() {
        ImageContents contents = new ImageContents(image);
        contents.check(options.text("version", "1.0.0-SNAPSHOT"), options.text("revision", "unknown"));
        say("contents as they must be, %d MiB", contents.mebibytes());
    }

    private void run() {
        try (Contained gateway = Contained.start(image, environment());
                CompletedEvents events = CompletedEvents.open()) {
            gateway.process().checkConfinement();
            long afterStart = gateway.process().residentMebibytes();
            events.awaitEventOf(gateway.generation());
            gateway.submit(options.number("requests", REQUESTS));
            say(
                    "resident %d MiB after the start, %d after %d requests",
                    afterStart, gateway.process().residentMebibytes(), options.number("requests", REQUESTS));
            say("stopped after %.1f s", gateway.stop());
            gateway.checkLog(options.text("version", "1.0.0-SNAPSHOT"));
        }
    }

    /** The result is in the folder that Compose gives it for results. */
    private void keeps() throws IOException {
        Map<String, String> environment = environment();
        environment.putAll(ComposeOptions.storeOfResults());
        Path folder =
                Files.createDirectories(Path.of("target/results-of-the-image")).toAbsolutePath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Backends.provider().set("resultBase", Backends.simulator().toString());
        try (Contained gateway = Contained.begin(ComposeOptions.withResultsIn(folder), environment, image)
                        .awaitReady();
                CompletedEvents events = CompletedEvents.open()) {
            String id = gateway.generation();
            Require.that(
                    events.awaitEventOf(id).json().at("/results/0/stored/uri").isTextual(), "the result is not stored");
        }
        Backends.provider().set("resultBase", SimulatorSettings.forTests().resultBase());
        try (Stream<Path> files = Files.walk(folder)) {
            Require.that(files.anyMatch(Files::isRegularFile), "nothing is in the folder of results");
        }
        say("a result is kept in the folder that is mounted for it");
    }

    /** A start that its configuration ends says so as everything else. */
    private void faulty() {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_PACE_LIMIT", "0");
        environment.put("GATEWAY_DB_PORT", "none");
        try (Contained gateway = Contained.begin(image, environment)) {
            gateway.checkFaults("GATEWAY_PACE_LIMIT", "GATEWAY_DB_PORT");
        }
        say("a faulty configuration ends the start, in one line of JSON");
    }

    private void starts() {
        int times = options.number("starts", STARTS);
        if (times > 0) {
            say(new StartTimes(image, times).measure().report());
        }
    }

    static Map<String, String> environment() {
        Backends.provider().reset();
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        // as the Deployment: a pod announces its end
        environment.remove("QUARKUS_SHUTDOWN_DELAY");
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return environment;
    }

    static void say(String text, Object... values) {
        System.out.println("  " + text.formatted(values));
    }
}
