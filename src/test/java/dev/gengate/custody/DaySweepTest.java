package dev.gengate.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.GenerationState;
import dev.gengate.schedule.RoundTime;
import dev.gengate.support.GenerationRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three pages of objects that no generation names, in a store that does not remove all of them. */
class DaySweepTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final UUID ID = UUID.randomUUID();
    private static final int OBJECTS = 2_500;

    private final TreeSet<String> there = new TreeSet<>(
            IntStream.range(0, OBJECTS).mapToObj(DaySweepTest::key).toList());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void pageThatStaysKeepsNoOtherOne() {
        sweep(key -> key.compareTo(key(1_000)) < 0);

        assertEquals(1_000, there.size());
        assertEquals(1_000, registry.counter(CustodyMetrics.NOT_REMOVED).count());
    }

    @Test
    void dayOfWhichNothingGoesHasBeenLookedThroughAndFails() {
        assertThrows(DaySweep.NothingRemoved.class, () -> sweep(key -> true));

        assertEquals(OBJECTS, registry.counter(CustodyMetrics.NOT_REMOVED).count());
    }

    @Test
    void dayWithoutObjectsIsDone() {
        there.clear();

        sweep(key -> true);
    }

    /** More than there is time for. */
    @Test
    void longDayGoesOnWhereItEnded() {
        DaySweep day = day(key -> false);
        AtomicLong nanos = new AtomicLong();
        RoundTime onePage =
                new RoundTime(() -> nanos.getAndAdd(Duration.ofMinutes(6).toNanos()));

        assertFalse(day.goOn(onePage).await().indefinitely());
        assertEquals(1_500, there.size());
        assertTrue(day.goOn(new RoundTime()).await().indefinitely());
        assertEquals(0, there.size());
    }

    private void sweep(Predicate<String> stays) {
        assertTrue(day(stays).goOn(new RoundTime()).await().indefinitely());
    }

    private DaySweep day(Predicate<String> stays) {
        return new DaySweep(
                DAY,
                store(stays),
                ids -> Uni.createFrom().item(List.of(GenerationRow.ended(ID, "{}", GenerationState.FAILED, null))),
                new CustodyMetrics(registry));
    }

    private ResultStore store(Predicate<String> stays) {
        return (ResultStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ResultStore.class},
                (proxy, method, arguments) -> "list".equals(method.getName())
                        ? list((String) arguments[1], (int) arguments[2])
                        : remove((String) arguments[0], stays));
    }

    private Future<List<String>> list(String after, int most) {
        return Future.succeededFuture((after == null ? there : there.tailSet(after, false))
                .stream().limit(most).toList());
    }

    private Future<Void> remove(String key, Predicate<String> stays) {
        if (stays.test(key)) {
            return Future.failedFuture(new IOException("held"));
        }
        there.remove(key);
        return Future.succeededFuture();
    }

    private static String key(int number) {
        return "2026/01/31/%s/%05d.png".formatted(ID, number);
    }
}
