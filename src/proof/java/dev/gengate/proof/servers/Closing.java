package dev.gengate.proof.servers;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ending what was started. */
public final class Closing {
    private Closing() {}

    /** Closes it when the JVM ends, by itself or by SIGINT or SIGTERM; register before starting it. */
    public static void atExit(AutoCloseable toStop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> quietly(toStop), "stop"));
    }

    /** Closes it; a failure is told on standard error only, so that the rest is closed as well. */
    public static void quietly(AutoCloseable started) {
        try {
            started.close();
        } catch (Exception e) {
            System.err.println("could not stop: " + e);
        }
    }

    /** Waits for a process to end, kills it when it does not in time. */
    public static void waitForEnd(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
