package dev.gengate.proof.queue;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waiting for other processes. */
final class Waiting {
    private Waiting() {}

    static void until(String what, Duration patience, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(condition::getAsBoolean);
    }

    /** For what takes its time by definition, such as a window of the limit. */
    static void aWhile(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until("time passes", time.multipliedBy(3), () -> System.nanoTime() >= end);
    }
}
