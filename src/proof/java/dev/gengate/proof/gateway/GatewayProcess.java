package dev.gengate.proof.gateway;

import dev.gengate.proof.servers.Blocking;
import dev.gengate.proof.servers.Closing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The gateway as a process of its own, with environment variables alone as its configuration. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(20);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final int LAST_LINES = 20;

    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    /**
     * A gateway that is not started yet.
     *
     * @param environment added to this process's own
     * @param log takes all output, replaced at each start
     */
    public GatewayProcess(List<String> command, Map<String, String> environment, Path log) {
        this.log = log;
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
    }

    /** The command that runs the packaged jar with this JVM's own java. */
    public static List<String> packagedJar(String... jvmOptions) {
        return packagedJar(Path.of("target", "quarkus-app"), jvmOptions);
    }

    /** The same of the application in another folder. */
    public static List<String> packagedJar(Path application, String... jvmOptions) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = application.resolve("quarkus-run.jar").toString();
        return Stream.of(
                        Stream.of(java), ClassArchive.options().stream(), Stream.of(jvmOptions), Stream.of("-jar", jar))
                .flatMap(part -> part)
                .toList();
    }

    /** Starts it, for the first time or after it ended. */
    public synchronized void start() {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until its readiness is 200; false when it ended before, or did not become ready in time. */
    public boolean awaitReady(URI management, Duration patience) {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + patience.toNanos();
        while (running() && System.nanoTime() < deadline) {
            if (ready(client, management.resolve("/q/health/ready"))) {
                return true;
            }
            endedWithin(BETWEEN_QUESTIONS);
        }
        return false;
    }

    private static boolean ready(HttpClient client, URI readiness) {
        HttpRequest request =
                HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    public boolean endedWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }

    public int exitCode() {
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM to it alone; does not wait. */
    public synchronized void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public synchronized void kill() {
        process.destroyForcibly();
        endedWithin(PATIENCE_TO_STOP);
    }

    /** The end of its log, for people. */
    public List<String> lastWords() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** SIGTERM to it and to all it started; SIGKILL to what is still there after 20 s. */
    @Override
    public synchronized void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        Closing.waitForEnd(process.toHandle(), PATIENCE_TO_STOP);
        started.forEach(child -> Closing.waitForEnd(child, PATIENCE_TO_STOP));
    }
}
