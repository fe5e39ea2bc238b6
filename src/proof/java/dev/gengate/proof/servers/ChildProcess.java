package dev.gengate.proof.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A program as a process of its own. */
public class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(20);
    private static final int LAST_LINES = 20;

    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    /**
     * A process that is not started yet.
     *
     * @param environment added to this process's own
     * @param log takes all output, replaced at each start
     */
    public ChildProcess(List<String> command, Map<String, String> environment, Path log) {
        this.log = log;
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
    }

    /** This JVM's own java. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The command that runs a class of this JVM's class path. */
    public static List<String> java(String heap, Class<?> main, String... arguments) {
        String classPath = System.getProperty("java.class.path");
        return Stream.concat(Stream.of(java(), heap, "-cp", classPath, main.getName()), Stream.of(arguments))
                .toList();
    }

    /** Runs in that folder. */
    public ChildProcess in(Path folder) {
        builder.directory(folder.toAbsolutePath().toFile());
        return this;
    }

    /** {@link #input()} and {@link #output()} lead to this process; the log takes its errors alone. */
    public ChildProcess piped() {
        builder.redirectErrorStream(false)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(log.toFile());
        return this;
    }

    /** It ends when this JVM ends, if not before. */
    public ChildProcess untilTheEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
        return this;
    }

    /** Starts it, for the first time or after it ended. */
    public synchronized void start() {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Writer input() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    public BufferedReader output() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Asks again and again, with a pause between; false when it ended before the answer was yes, or the time was up. */
    public boolean await(Duration patience, Duration pause, BooleanSupplier question) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (running() && System.nanoTime() < deadline) {
            if (question.getAsBoolean()) {
                return true;
            }
            endedWithin(pause);
        }
        return false;
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

    public ProcessHandle handle() {
        return process.toHandle();
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

    private void destroy() {
        if (running()) {
            process.destroyForcibly();
        }
    }

    /** What it printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of that, for people. */
    public List<String> lastWords() {
        try {
            List<String> all = printed().lines().toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    /** SIGTERM to it and to all it started; SIGKILL to what is still there after 20 s. */
    @Override
    public synchronized void close() {
        closeWithin(PATIENCE_TO_STOP);
    }

    /** The same with another patience. */
    public synchronized void closeWithin(Duration patience) {
        if (process == null) {
            return;
        }
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        Closing.waitForEnd(process.toHandle(), patience);
        started.forEach(child -> Closing.waitForEnd(child, patience));
    }
}
