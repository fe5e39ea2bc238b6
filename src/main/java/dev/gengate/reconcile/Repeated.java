package dev.gengate.reconcile;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Repeats batches while there is more to do, up to a limit; the rest is left to the next round. */
final class Repeated {
    private Repeated() {}

    /**
     * Repeated, not nested: a chain of batches would keep all of them on the heap until the last.
     *
     * @param batch runs one batch; whether it was full, so that there may be more
     */
    static Uni<Void> whileFull(Supplier<Uni<Boolean>> batch, int most) {
        return Uni.createFrom()
                .deferred(batch::get)
                .repeat()
                .whilst(full -> full)
                .select()
                .first(most)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
