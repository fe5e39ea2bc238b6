package dev.gengate.schedule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration WHILE = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Beat beat = new Beat(vertx, registry);
    private final AtomicInteger rounds = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void roundThatFailsIsFollowedByTheNext() {
        beat.every("test", SHORT, () -> {
            if (rounds.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("at once");
            }
            return Uni.createFrom().failure(new IllegalStateException("later"));
        });

        await().until(() -> rounds.get() >= 4);
    }

    @Test
    void roundThatLastsIsTheOnlyOne() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        beat.every("test", SHORT, () -> {
            rounds.incrementAndGet();
            return Uni.createFrom().completionStage(end);
        });

        await().until(() -> rounds.get() == 1);
        await().during(WHILE).until(() -> rounds.get() == 1);
        end.complete(null);
        await().until(() -> rounds.get() > 2);
    }

    @Test
    void roundThatNeverEndsIsDroppedAndCounted() {
        AtomicInteger cancelled = new AtomicInteger();
        beat.every(
                "test",
                SHORT,
                () -> {
                    rounds.incrementAndGet();
                    return Uni.createFrom().<Void>nothing().onCancellation().invoke(cancelled::incrementAndGet);
                },
                SHORT);

        await().until(() -> rounds.get() >= 3);
        assertEquals(1, rounds.get() - cancelled.get(), 1);
        assertEquals(cancelled.get(), registry.counter(Beat.DROPPED).count(), 1);
    }

    @Test
    void roundThatIsDroppedBeforeItHasBegunIsCancelled() {
        CompletableFuture<Void> blocks = new CompletableFuture<>();
        Set<Integer> cancelled = ConcurrentHashMap.newKeySet();
        Rounds some = new Rounds(
                "test",
                () -> {
                    int nth = rounds.incrementAndGet();
                    if (nth == 1) {
                        blocks.join();
                    }
                    return Uni.createFrom().<Void>nothing().onCancellation().invoke(() -> cancelled.add(nth));
                },
                round -> new Thread(round).start(),
                SHORT,
                () -> {});
        await().until(() -> {
            some.beat();
            return rounds.get() >= 2;
        });

        blocks.complete(null);

        await().until(() -> cancelled.contains(1));
    }

    @Test
    void roundThatThrowsPastItsEndIsNotTheLast() {
        beat.every("test", SHORT, () -> {
            rounds.incrementAndGet();
            return Uni.createFrom()
                    .<Void>emitter(emitter -> {})
                    .onSubscription()
                    .invoke(() -> {
                        throw new StackOverflowError();
                    });
        });

        await().until(() -> rounds.get() >= 3);
    }

    @Test
    void nothingBeginsAfterTheEnd() {
        beat.every("test", SHORT, () -> {
            rounds.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
        await().until(() -> rounds.get() > 0);

        beat.stop(null);

        int until = rounds.get();
        await().during(WHILE).until(() -> rounds.get() <= until + 1);
        assertEquals(until, rounds.get(), 1);
    }
}
