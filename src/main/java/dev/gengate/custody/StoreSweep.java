package dev.gengate.custody;

import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.ledger.StoreSweepStore;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import dev.gengate.schedule.RoundTime;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Removes from the store what no generation names: a copy that was killed between the object and its commit, and was
 * never made again. Looks through each day once, when all that was accepted on it is over, one replica at a time. What it
 * does not know, it leaves: objects of generations that are purged, or of other gateways.
 */
@ApplicationScoped
class StoreSweep {
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration TIDIED_EVERY = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofMinutes(30);

    private final StoreOfResults store;
    private final StoreSweepStore ledger;
    private final CustodyMetrics metrics;
    private final Duration longestLife;
    private final Vertx vertx;
    private final Clock clock;
    private volatile DaySweep begun;

    StoreSweep(
            StoreOfResults store,
            StoreSweepStore ledger,
            CustodyMetrics metrics,
            DeadlineConfig deadlines,
            Vertx vertx,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.metrics = metrics;
        this.longestLife = DeadlineConfig.longestLife(deadlines).plus(store.longest());
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (store.on()) {
            beat.every("sweep of the store", EVERY, this::round);
            beat.every("tidying of the store", TIDIED_EVERY, this::tidy);
        }
    }

    private Uni<Void> tidy() {
        return Uni.createFrom().completionStage(() -> vertx.<Void>executeBlocking(
                        () -> {
                            store.get().incoming().tidy();
                            return null;
                        },
                        false)
                .toCompletionStage());
    }

    /** All days that are due, one after the other, in the time of a round; the rest is left to the next. */
    Uni<Void> round() {
        return Uni.createFrom().deferred(() -> {
            RoundTime time = new RoundTime();
            return Repeated.whileFull(() -> next(time), Integer.MAX_VALUE, time);
        });
    }

    /** False if none is due, or the time is over before its end. */
    private Uni<Boolean> next(RoundTime time) {
        Instant now = clock.instant();
        LocalDate over = LocalDate.ofInstant(now.minus(longestLife), ZoneOffset.UTC);
        return ledger.turn(now, now.plus(LEASE), over)
                .flatMap(day -> day == null
                        ? Uni.createFrom().item(false)
                        : sweep(day, time)
                                .onFailure(failure -> passes(day, over, failure))
                                .recoverWithItem(true)
                                .call(whole -> whole
                                        ? ledger.done(day, now)
                                        : Uni.createFrom().voidItem()));
    }

    /** Goes on where this replica has ended before. */
    private Uni<Boolean> sweep(LocalDate day, RoundTime time) {
        DaySweep before = begun;
        DaySweep sweep =
                before != null && before.isOf(day) ? before : new DaySweep(day, store.get(), ledger::settled, metrics);
        begun = null;
        return sweep.goOn(time).invoke(whole -> begun = whole ? null : sweep);
    }

    /** A day of which nothing can be removed is tried for a day, and keeps no later one from its turn. */
    private static boolean passes(LocalDate day, LocalDate over, Throwable failure) {
        return failure instanceof DaySweep.NothingRemoved && day.isBefore(over.minusDays(1));
    }
}
