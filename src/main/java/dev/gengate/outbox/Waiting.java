package dev.gengate.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** For those who do not wait for ever for what goes on all the same. */
final class Waiting {
    private Waiting() {}

    /** Begins the work, which nobody stops; fails with a TimeoutException for those who wait when it lasts longer. */
    static <T> Uni<T> atMost(Duration patience, Uni<T> work) {
        return Uni.createFrom()
                .<T>emitter(waiter -> work.subscribe().with(waiter::complete, waiter::fail))
                .ifNoItem()
                .after(patience)
                .fail();
    }
}
