package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The Kafka broker: can be frozen, thawed and restarted. */
public final class Broker implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private final int port = Ports.free();
    private final Semaphore ready = new Semaphore(0);
    private final Process process;

    private Broker() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Xmx384m",
                            BrokerProcess.class.getName(),
                            "--port",
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            Cluster.directory().resolve("broker.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "broker-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one and waits until it serves. */
    static Broker start() {
        Broker broker = new Broker();
        broker.awaitReady();
        return broker;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
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
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Down in good order, and up again on the same port with the same data. */
    public void restart() {
        try {
            OutputStream input = process.getOutputStream();
            input.write((BrokerProcess.RESTART + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            thaw();
        }
        process.destroy();
        Closing.waitForEnd(process.toHandle(), Duration.ofSeconds(15));
    }
}
