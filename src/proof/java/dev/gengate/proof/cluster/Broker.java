package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The Kafka broker: can be frozen, thawed and restarted. */
public final class Broker implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private final int port = Ports.free();
    private final Semaphore ready = new Semaphore(0);
    private final ChildProcess process;

    private Broker(boolean guarded) {
        process = new ChildProcess(
                        ChildProcess.java(
                                "-Xmx384m",
                                BrokerProcess.class,
                                "--port",
                                Integer.toString(port),
                                "--guarded",
                                Boolean.toString(guarded)),
                        Map.of(),
                        Cluster.directory().resolve("broker.log"))
                .piped();
        process.start();
        Thread reader = new Thread(this::read, "broker-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param guarded whether it goes by ACLs and makes no topic on its own
     */
    static Broker start(boolean guarded) {
        Broker broker = new Broker(guarded);
        broker.awaitReady();
        return broker;
    }

    private void read() {
        try (BufferedReader output = process.output()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(BrokerProcess.READY)) {
                    ready.release();
                }
            }
        } catch (IOException e) {
            Log.line("the broker is gone");
        }
    }

    private void awaitReady() {
        try {
            if (!ready.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the broker does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** SIGSTOP: connections stay open, nothing is answered. */
    public void freeze() {
        Signals.freeze(process.handle());
    }

    /** SIGCONT. */
    public void thaw() {
        Signals.thaw(process.handle());
    }

    /** Down in good order, and up again on the same port with the same data. */
    public void restart() {
        try {
            Writer input = process.input();
            input.write(BrokerProcess.RESTART + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    public void close() {
        if (process.running()) {
            thaw();
        }
        process.close();
    }
}
