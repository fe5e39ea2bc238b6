package dev.gengate.reconcile;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Batch after batch, while there is more to do and for so many batches: what is left then is the next round's. */
final class Repeated {
    private Repeated() {}

    /**
     * Repeated, not nested: a chain of batches would keep every one of them in the heap until the last.
     *
     * @param batch does one; whether it was full, so that there may be more
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
