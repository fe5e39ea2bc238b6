package dev.gengate.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Repeats a task, one round at a time, by timers that count elapsed time. Quarkus' scheduler uses the wall clock
 * instead: if the clock is set back by 20 minutes, it does nothing for 20 minutes.
 */
@ApplicationScoped
public class Beat {
    /** Rounds dropped because they were far too old. */
    public static final String DROPPED = "gateway.rounds.dropped";

    private static final Duration LONGEST_BEGIN = Duration.ofSeconds(1);
    /** Far longer than any round: so many beats, and so long at least. */
    private static final int MOST_BEATS = 10;

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Counter dropped;
    private final Queue<Long> timers = new ConcurrentLinkedQueue<>();

    Beat(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.dropped = registry.counter(DROPPED);
    }

    /**
     * Repeats until the replica ends; a beat that finds a round running is skipped.
     *
     * @param what the rounds are, as the log names them
     */
    public void every(String what, Duration interval, Supplier<Uni<Void>> round) {
        Duration beats = interval.multipliedBy(MOST_BEATS);
        every(what, interval, round, beats.compareTo(LONGEST_ROUND) > 0 ? beats : LONGEST_ROUND);
    }

    /** @param longest time of a round; one that takes longer is dropped */
    public void every(String what, Duration interval, Supplier<Uni<Void>> round, Duration longest) {
        Duration begin = interval.compareTo(LONGEST_BEGIN) < 0 ? interval : LONGEST_BEGIN;
        Rounds rounds = new Rounds(what, round, this::inContextOfItsOwn, longest, dropped::increment);
        timers.add(vertx.setPeriodic(begin.toMillis(), interval.toMillis(), timer -> rounds.beat()));
    }

    /** Repeats a task that may block, on a worker thread. */
    public void everyBlocking(String what, Duration interval, Runnable task) {
        every(what, interval, () -> Uni.createFrom()
                .voidItem()
                .invoke(task)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    /** Runs the round in a context like a request's: clients look there for what their calls belong to. */
    private void inContextOfItsOwn(Runnable round) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> round.run());
    }

    /** Runs after the observers that wait for work in flight. */
    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
    }
}
