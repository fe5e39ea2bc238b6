package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Machine;
import dev.gengate.proof.custody.FileHost;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Directories;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** PostgreSQL, a Kafka broker, the provider simulator and the load driver: each a process of its own, on loopback. */
final class Surroundings implements AutoCloseable {
    static final String TOPIC = "generation.completed";
    static final String PROVIDER_KEY = "bench-provider-key";
    private static final int PARTITIONS = 3;
    private static final int RESULT_BYTES = 300 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Deque<Runnable> started = new ArrayDeque<>();
    private final LocalPostgres postgres;
    private final int kafkaPort = Ports.free();
    private final int simulatorPort = Ports.free();
    private final ChildProcess kafka;
    private final LoadDriver load;
    private URI results = URI.create("https://tempfile.example");

    Surroundings(Options options) {
        postgres = LocalPostgres.start(0, Map.of("fsync", options.fsync(), "max_wal_size", "4GB"));
        started.push(postgres::close);
        kafka = child("kafka", LocalKafka.class, options, "--port", "" + kafkaPort);
        ChildProcess simulator = child(
                "simulator",
                KieSimulator.class,
                options,
                "--port",
                "" + simulatorPort,
                "--api-key",
                PROVIDER_KEY,
                "--rate-limit",
                "0",
                "--fast",
                "true");
        load = new LoadDriver(options, Path.of("target/bench-load/load.jar"));
        started.push(load::close);
        awaitListening(kafka, kafkaPort);
        awaitListening(simulator, simulatorPort);
        createTopic();
        if (options.custody()) {
            FileHost host = new FileHost(RESULT_BYTES);
            started.push(host::close);
            started.push(() -> Directories.delete(options.file("results")));
            results = host.url();
        }
    }

    private ChildProcess child(String name, Class<?> main, Options options, String... arguments) {
        ChildProcess child = new ChildProcess(
                        ChildProcess.java("-Xmx768m", main, arguments), Map.of(), options.file(name + ".log"))
                .untilTheEnd();
        started.push(child::close);
        child.start();
        return child;
    }

    private static void awaitListening(ChildProcess child, int port) {
        if (!child.await(PATIENCE, PAUSE, () -> Ports.answers(port))) {
            throw new IllegalStateException("did not start: " + child.lastWords());
        }
    }

    private void createTopic() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    LocalPostgres postgres() {
        return postgres;
    }

    String kafka() {
        return "localhost:" + kafkaPort;
    }

    URI provider() {
        return URI.create("http://localhost:" + simulatorPort);
    }

    KieSimulatorClient simulator() {
        return new KieSimulatorClient(provider());
    }

    /** What the URLs of the results begin with, in the callbacks; where results are kept, their bucket is there too. */
    URI results() {
        return results;
    }

    LoadDriver load() {
        return load;
    }

    double databaseCpuSeconds() {
        return Machine.familyCpuSeconds(postgres.process().orElseThrow());
    }

    double brokerCpuSeconds() {
        return Machine.cpuSeconds(kafka.handle());
    }

    /** Ends what was started, last first. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            started.pop().run();
        }
    }
}
