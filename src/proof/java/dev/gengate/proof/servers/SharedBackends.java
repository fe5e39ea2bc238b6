package dev.gengate.proof.servers;

import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Starts the servers that all tests of one JVM share and leaves their coordinates in system properties. Run by the
 * system class loader: Quarkus makes and closes a class loader per test profile, and servers must outlive those.
 */
public final class SharedBackends implements Runnable {
    static final String POSTGRES_PORT = "gengate.test.postgres.port";
    static final String DATABASE = "gengate.test.postgres.database";
    static final String KAFKA = "gengate.test.kafka";
    static final String SIMULATOR = "gengate.test.simulator";
    static final String HTTP_PORT = "gengate.test.http.port";
    static final String MANAGEMENT_PORT = "gengate.test.management.port";

    private static boolean started;

    /** The first call starts them, the others return when they are there. */
    @Override
    public void run() {
        synchronized (SharedBackends.class) {
            if (!started) {
                startAll();
                started = true;
            }
        }
    }

    private static void startAll() {
        CompletableFuture<Void> all = CompletableFuture.allOf(
                CompletableFuture.runAsync(SharedBackends::startPostgres),
                CompletableFuture.runAsync(SharedBackends::startKafka),
                CompletableFuture.runAsync(SharedBackends::startSimulator));
        all.join();
        System.setProperty(HTTP_PORT, Integer.toString(Ports.free()));
        System.setProperty(MANAGEMENT_PORT, Integer.toString(Ports.free()));
    }

    private static void startPostgres() {
        // tests look at behaviour, not at power cuts
        LocalPostgres postgres = new LocalPostgres(0, Map.of("fsync", "off"));
        Closing.atExit(postgres);
        postgres.start();
        postgres.createDatabase("gateway");
        System.setProperty(POSTGRES_PORT, Integer.toString(postgres.port()));
        System.setProperty(DATABASE, "gateway");
    }

    private static void startKafka() {
        LocalKafka.shared().createTopic(Backends.TOPIC);
        LocalKafka.shared().createTopic(Backends.STORED_TOPIC);
        System.setProperty(KAFKA, LocalKafka.shared().bootstrapServers());
    }

    private static void startSimulator() {
        SimulatorSettings settings = SimulatorSettings.forTests()
                // late enough for a slow machine to have written the answer of createTask down before
                .with("completion", 400)
                .with("rateLimit", 0)
                .with("apiKey", Backends.PROVIDER_KEY);
        System.setProperty(SIMULATOR, KieSimulator.start(0, settings).url().toString());
    }
}
