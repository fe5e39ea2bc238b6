package dev.gengate.proof.local;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The servers of the local run: PostgreSQL, Kafka and, unless the real provider is used, the simulator. */
final class LocalServers implements AutoCloseable {
    private final LocalPorts ports;
    private final LocalKafka kafka;
    private final String host;
    private final SimulatorSettings provider;
    private final List<String> topics = new ArrayList<>(List.of(Backends.TOPIC, Backends.STORED_TOPIC));
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    LocalServers(LocalPorts ports) {
        this(ports, new LocalKafka(ports.kafka()), LocalPorts.HOST, LocalEnvironment.simulatorSettings(ports));
    }

    /** @param host where the simulator listens, which has the files of the results */
    LocalServers(LocalPorts ports, LocalKafka kafka, String host, SimulatorSettings provider) {
        this.ports = ports;
        this.kafka = kafka;
        this.host = host;
        this.provider = provider;
    }

    /** More topics than those of events. */
    LocalServers with(String... others) {
        topics.addAll(List.of(others));
        return this;
    }

    void start() {
        LocalPostgres postgres = toStop(new LocalPostgres(ports.postgres(), Map.of()));
        toStop(kafka);
        quietly(() -> CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> start(postgres)), CompletableFuture.runAsync(this::startKafka))
                .join());
        if (ports.simulator() != 0) {
            toStop(KieSimulator.start(host, ports.simulator(), provider));
        }
    }

    private static void start(LocalPostgres postgres) {
        postgres.start();
        postgres.createDatabase(LocalEnvironment.DATABASE);
    }

    /** A consumer may be started before the first event. */
    private void startKafka() {
        kafka.start();
        topics.forEach(kafka::createTopic);
    }

    private synchronized <T extends AutoCloseable> T toStop(T server) {
        started.push(server);
        return server;
    }

    /** Kafka's storage formatter tells its doings on standard output, where people look for the gateway's address. */
    private static void quietly(Runnable action) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            action.run();
        } finally {
            System.setOut(out);
        }
    }

    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            Closing.quietly(started.pop());
        }
    }
}
