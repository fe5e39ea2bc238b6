package dev.gengate.reconcile;

import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.figures.OldCountsStore;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.generation.operations.OperationStore;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import dev.gengate.schedule.RoundTime;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Purges old generations, never an unpublished one, acts, ended operations and what is counted, in small batches. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int MOST_BATCHES = 10_000;
    /** These tables are small, and are read whole for what is old. */
    private static final Duration SMALL_TABLES_EVERY = Duration.ofHours(1);
    /** At least: what last month's budget still has to settle. */
    private static final Duration BUDGETS_KEPT = Duration.ofDays(62);
    /** A caller that comes back later begins its turns where the others are. */
    private static final Duration TURNS_KEPT = Duration.ofDays(1);

    private final GenerationStore generations;
    private final AuditStore audit;
    private final OperationStore operations;
    private final OldCountsStore counts;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(
            GenerationStore generations,
            AuditStore audit,
            OperationStore operations,
            OldCountsStore counts,
            RetentionConfig config,
            Clock clock) {
        this.generations = generations;
        this.audit = audit;
        this.operations = operations;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("purge", config.every(), this::purge);
        beat.every("purge of small tables", SMALL_TABLES_EVERY, this::purgeSmallTables);
    }

    Uni<Void> purge() {
        Instant ended = clock.instant().minus(config.completed());
        Instant done = clock.instant().minus(config.audit());
        RoundTime time = new RoundTime();
        return all(() -> generations.purge(ended, config.batch()), time)
                .chain(() -> all(() -> audit.purge(done, config.batch()), time))
                .chain(() -> all(() -> operations.purge(done, config.batch()), time))
                .chain(() -> all(() -> counts.usage(counted(), config.batch()), time))
                .chain(() -> all(() -> counts.hours(counted(), config.batch()), time));
    }

    private Uni<Void> purgeSmallTables() {
        Instant served = clock.instant().minus(TURNS_KEPT);
        RoundTime time = new RoundTime();
        return all(() -> counts.budgets(granted(), config.batch()), time)
                .chain(() -> all(() -> counts.budgetEnds(granted(), config.batch()), time))
                .chain(() -> all(() -> counts.days(granted(), config.batch()), time))
                .chain(() -> all(() -> counts.turns(served, config.batch()), time))
                .chain(() -> all(() -> counts.depths(config.batch()), time));
    }

    /** What is older than that is not counted any more; what generations that are there have cost is. */
    private Instant counted() {
        Duration kept = config.usage().compareTo(config.completed()) > 0 ? config.usage() : config.completed();
        return clock.instant().minus(kept);
    }

    /** The day and the month that count now stay, however short usage is kept. */
    private Instant granted() {
        Instant renewed = clock.instant().minus(BUDGETS_KEPT);
        return counted().isBefore(renewed) ? counted() : renewed;
    }

    /** Repeated while there is a whole batch; one kind that cannot be purged keeps no other. */
    private Uni<Void> all(Supplier<Uni<Long>> batch, RoundTime time) {
        return Repeated.whileFull(() -> batch.get().map(purged -> purged >= config.batch()), MOST_BATCHES, time)
                .onFailure()
                .invoke(failure -> LOG.warnf("a purge failed and is tried again: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
