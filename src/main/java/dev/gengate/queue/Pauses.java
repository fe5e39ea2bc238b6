package dev.gengate.queue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The pauses between retries, each up to twice as long as the one before, measured in elapsed time. */
final class Pauses {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5_000;

    private final ScheduledExecutorService timers;
    private final long begun = System.nanoTime();
    private final long patience;
    private long next = FIRST_MILLIS;

    /** @param patience from now to the last try */
    Pauses(ScheduledExecutorService timers, Duration patience) {
        this.timers = timers;
        this.patience = patience.toNanos();
    }

    /** Emits after a pause, or fails with the given failure if no time is left for another try. */
    Uni<Boolean> after(Throwable failure) {
        long pause = ThreadLocalRandom.current().nextLong(next / 2, next) + 1;
        next = Math.min(LONGEST_MILLIS, 2 * next);
        return System.nanoTime() - begun + Duration.ofMillis(pause).toNanos() > patience
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom()
                        .emitter(
                                emitter -> timers.schedule(() -> emitter.complete(true), pause, TimeUnit.MILLISECONDS));
    }
}
