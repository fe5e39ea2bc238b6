package dev.gengate.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private static final int MANY = 100_000;

    private final AtomicInteger batches = new AtomicInteger();

    /** As the purge of a long history is: each batch ends later, and the last one ends them all. */
    @Test
    void manyFullBatchesDoNotNest() {
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        Uni<Void> all = Repeated.whileFull(() -> batch(first), MANY + 1);
        CompletableFuture<Void> end = all.subscribeAsCompletionStage();

        first.complete(true);

        end.join();
        assertEquals(MANY, batches.get());
    }

    @Test
    void restIsLeftToTheNextRound() {
        Repeated.whileFull(() -> batch(CompletableFuture.completedFuture(true)), 3)
                .await()
                .indefinitely();

        assertEquals(3, batches.get());
    }

    /** Otherwise a round that is long and well would be taken for lost. */
    @Test
    void roundEndsInTimeForTheNextOne() {
        AtomicLong minutes = new AtomicLong();
        RoundTime time = new RoundTime(
                () -> Duration.ofMinutes(minutes.getAndIncrement()).toNanos());

        Repeated.whileFull(() -> batch(CompletableFuture.completedFuture(true)), MANY, time)
                .await()
                .indefinitely();

        assertEquals(5, batches.get());
    }

    private Uni<Boolean> batch(CompletableFuture<Boolean> first) {
        int nth = batches.incrementAndGet();
        return nth == 1
                ? Uni.createFrom().completionStage(first)
                : Uni.createFrom().item(nth < MANY);
    }
}
