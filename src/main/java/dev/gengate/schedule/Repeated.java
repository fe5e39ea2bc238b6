package dev.gengate.schedule;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import java.util.function.Supplier;

/** Repeats batches while there is more to do, up to a limit and in the time of a round, and works through one. */
public final class Repeated {
    private Repeated() {}

    /**
     * Repeated, not nested: a chain of batches would keep all of them on the heap until the last.
     *
     * @param batch runs one batch; whether it was full, so that there may be more
     */
    public static Uni<Void> whileFull(Supplier<Uni<Boolean>> batch, int most) {
        return Uni.createFrom().deferred(() -> whileFull(batch, most, new RoundTime()));
    }

    /** One after the other, each when the one before is done; a failure ends it. */
    public static <T> Uni<Void> each(Iterable<T> batch, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(one -> work.apply(one).replaceWithVoid())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One batch in any case. */
    public static Uni<Void> whileFull(Supplier<Uni<Boolean>> batch, int most, RoundTime time) {
        return Uni.createFrom()
                .deferred(batch::get)
                .repeat()
                .whilst(full -> full && time.isLeft())
                .select()
                .first(most)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
