package dev.gengate.proof.cluster;

import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.WallClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One replica of the packaged gateway: can be killed and started again on the same port. */
public final class Replica implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int MOST_STARTS = 12;

    private final String name;
    private final int port = Ports.free();
    private final int management = Ports.free();
    private final List<String> command;
    private final Map<String, String> environment;
    private int starts;
    private GatewayProcess process;
    private boolean closed;

    /** @param application the directory of the packaged application */
    public Replica(String name, Path application, Map<String, String> environment, String... jvmOptions) {
        this.name = name;
        this.command = GatewayProcess.packagedJar(application, jvmOptions);
        this.environment = new LinkedHashMap<>(environment);
        this.environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        this.environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    }

    /** Its machine's clock is ahead by so much from its next start on. */
    public synchronized Replica ahead(Duration skew) {
        if (skew.isZero()) {
            environment.remove(WallClock.PRELOAD);
        } else {
            environment.putAll(WallClock.ahead(skew));
        }
        return this;
    }

    String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public URI management() {
        return URI.create("http://localhost:" + management);
    }

    long pid() {
        return process.pid();
    }

    /** Starts it and waits until it is ready; one that ends by itself is started again, as a platform would. */
    public synchronized void start() {
        boolean ready = closed || process != null && process.running();
        for (int tries = 0; !ready && tries < MOST_STARTS; tries++) {
            ready = startOnce();
        }
        if (!ready) {
            throw new IllegalStateException(name + " does not become ready");
        }
    }

    /** Each life has a log of its own. */
    private boolean startOnce() {
        Path log = log(++starts);
        process = new GatewayProcess(command, environment, log);
        process.start();
        boolean ready = process.awaitReady(management(), PATIENCE);
        if (!ready) {
            Log.line("%s did not become ready, see %s", name, log);
            process.kill();
        }
        return ready;
    }

    private Path log(int life) {
        return Cluster.directory().resolve(name + "." + life + ".log");
    }

    synchronized List<Path> logs() {
        return IntStream.rangeClosed(1, starts).mapToObj(this::log).toList();
    }

    /** Whether it says so now. */
    boolean ready() {
        return process.awaitReady(management(), Duration.ofSeconds(1));
    }

    /** SIGKILL. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** SIGTERM; does not wait. */
    public synchronized void terminate() {
        process.terminate();
    }

    public boolean endedWithin(Duration time) {
        return process.endedWithin(time);
    }

    @Override
    public synchronized void close() {
        closed = true;
        kill();
    }
}
