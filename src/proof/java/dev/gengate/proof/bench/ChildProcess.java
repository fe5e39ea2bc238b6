package dev.gengate.proof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process the bench started. It ends with the bench. */
class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A Java that writes an archive of its classes does so when it ends. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(1);

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread hook;

    ChildProcess(String name, List<String> command, Map<String, String> environment, Path folder, boolean piped) {
        this.name = name;
        this.log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        if (!piped) {
            builder.redirectOutput(folder.resolve(name + ".out").toFile());
        }
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Process process() {
        return process;
    }

    /** Waits until the condition holds; fails when the process ends before, or after two minutes. */
    void await(Duration pause, Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " did not start, see " + log);
            }
            rest(pause);
        }
    }

    private void rest(Duration pause) {
        try {
            process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end, then makes it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds();
    }
}
