package dev.gengate.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Limits how long a caller waits for work that continues regardless. */
final class Waiting {
    private Waiting() {}

    /** Starts the work and fails with a TimeoutException if it takes longer; the work itself is not cancelled. */
    static <T> Uni<T> atMost(Duration patience, Uni<T> work) {
        return Uni.createFrom()
                .<T>emitter(waiter -> work.subscribe().with(waiter::complete, waiter::fail))
                .ifNoItem()
                .after(patience)
                .fail();
    }
}
