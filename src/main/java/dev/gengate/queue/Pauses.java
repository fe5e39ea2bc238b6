package dev.gengate.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries of one thing, each up to twice as long as the one before. By timers of Vert.x: Mutiny's stand
 * still as soon as the application is told to end, and what is tried again would wait for ever.
 */
final class Pauses {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5_000;

    private final Vertx vertx;
    private final long begun = System.nanoTime();
    private final long patience;
    private long next = FIRST_MILLIS;

    /** @param patience from now to the last try */
    Pauses(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience.toNanos();
    }

    /** Emits after a pause, or fails as the try did when there is no time for another one. */
    Uni<Long> after(Throwable failure) {
        long pause = ThreadLocalRandom.current().nextLong(next / 2, next) + 1;
        next = Math.min(LONGEST_MILLIS, 2 * next);
        return System.nanoTime() - begun + Duration.ofMillis(pause).toNanos() > patience
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom().emitter(emitter -> vertx.setTimer(pause, emitter::complete));
    }
}
