package dev.gengate.observability;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.figures.LedgerFigures;
import dev.gengate.generation.figures.LedgerFiguresStore;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Gauges over the ledger: one replica counts for all, each shows the figures; a scrape does not query the database. */
@ApplicationScoped
class LedgerGauges {
    /** Open generations by state. */
    static final String GENERATIONS = "gateway.generations";
    /** Ended generations that are not purged, by state: the estimate of the table's last analyze. */
    static final String ENDED = "gateway.generations.ended.estimate";
    /** Queued generations, and the ages in seconds of the oldest that waits for its turn and of the oldest that waits aside. */
    static final String QUEUE_DEPTH = "gateway.queue.depth";

    static final String QUEUE_OLDEST = "gateway.queue.oldest.seconds";
    static final String ASIDE_OLDEST = "gateway.queue.aside.oldest.seconds";
    /** Ended generations whose event is not on Kafka, and the age of the oldest end in seconds. */
    static final String UNPUBLISHED = "gateway.unpublished";

    static final String UNPUBLISHED_OLDEST = "gateway.unpublished.oldest.seconds";
    /** Events set aside because Kafka cannot take them as they are. */
    static final String DEAD_LETTERS = "gateway.dead.letters";
    /** Age of the oldest open generation that does not wait aside, in seconds. */
    static final String OPEN_OLDEST = "gateway.open.oldest.seconds";
    /** The least share of its time that a running task has left before its deadline, from 1 to 0. */
    static final String TIME_LEFT = "gateway.running.time.left.ratio";
    /** Free slots of the provider's limit, and whether submissions pause (0 or 1). */
    static final String FREE_SLOTS = "gateway.pace.free.slots";

    static final String PAUSED = "gateway.pace.paused";
    /** Brakes that are on, by scope: all, account, model. */
    static final String BRAKES = "gateway.brakes";
    /** The age of these figures in seconds. */
    static final String AGE = "gateway.gauges.age.seconds";

    /**
     * Share of the interval after which figures are due: a replica that comes slightly early would otherwise wait a
     * whole interval.
     */
    private static final double DUE = 0.9;

    private final LedgerFiguresStore store;
    private final AdmissionRules rules;
    private final Duration interval;
    private final Duration every;
    private final Clock clock;
    private final Instant began;
    private volatile LedgerFigures figures;

    LedgerGauges(
            LedgerFiguresStore store,
            AdmissionRules rules,
            GaugesConfig config,
            AccountGauges accounts,
            Clock clock,
            MeterRegistry registry) {
        this.store = store;
        this.rules = rules;
        this.interval = config.every();
        this.every = Duration.ofMillis((long) (config.every().toMillis() * DUE));
        this.clock = clock;
        this.began = clock.instant();
        for (GenerationState state : GenerationState.open()) {
            gauge(GENERATIONS, read -> read.open().get(state))
                    .tag("state", state.wireName())
                    .register(registry);
        }
        for (GenerationState state : GenerationState.ended()) {
            gauge(ENDED, read -> read.ended().get(state))
                    .tag("state", state.wireName())
                    .register(registry);
        }
        gauge(QUEUE_DEPTH, read -> read.open().get(GenerationState.QUEUED)).register(registry);
        gauge(QUEUE_OLDEST, LedgerFigures::oldestQueued).register(registry);
        gauge(ASIDE_OLDEST, LedgerFigures::oldestAside).register(registry);
        gauge(UNPUBLISHED, LedgerFigures::unpublished).register(registry);
        gauge(UNPUBLISHED_OLDEST, LedgerFigures::oldestUnpublished).register(registry);
        gauge(DEAD_LETTERS, LedgerFigures::deadLetters).register(registry);
        gauge(OPEN_OLDEST, LedgerFigures::oldestOpen).register(registry);
        Gauge.builder(TIME_LEFT, () -> figures == null ? 1 : figures.timeLeft()).register(registry);
        gauge(FREE_SLOTS, read -> accounts.several() ? accounts.freeSlots() : read.freeSlots())
                .register(registry);
        gauge(PAUSED, read -> read.paused() || accounts.allStopped() ? 1 : 0).register(registry);
        for (String scope : LedgerFigures.SCOPES) {
            gauge(BRAKES, read -> read.brakes().get(scope)).tag("scope", scope).register(registry);
        }
        if (!accounts.several()) {
            accounts.ofTheOnlyOne(() -> figures);
        }
        Gauge.builder(AGE, this::age).register(registry);
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("count of the ledger", interval, this::look);
    }

    Uni<Void> look() {
        return store.look(rules.slots(), every)
                .onItem()
                .ifNotNull()
                .invoke(read -> figures = read)
                .replaceWithVoid();
    }

    private Gauge.Builder<Supplier<Number>> gauge(String name, ToDoubleFunction<LedgerFigures> value) {
        return Gauge.builder(name, () -> figures == null ? 0 : value.applyAsDouble(figures));
    }

    private double age() {
        Instant counted = figures == null ? began : figures.countedAt();
        return Math.max(0, Duration.between(counted, clock.instant()).toMillis() / 1e3);
    }
}
