package dev.gengate.operation;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.LedgerStatistics;
import dev.gengate.generation.LedgerStatistics.Amount;
import dev.gengate.provider.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Gauges over the ledger: one statement in 15 s, none for a scrape. */
@ApplicationScoped
class LedgerGauges {
    /** Open generations by state. */
    static final String GENERATIONS = "gateway.generations";
    /** Generations that wait, and the age of the oldest in seconds. */
    static final String QUEUE_DEPTH = "gateway.queue.depth";

    static final String QUEUE_OLDEST = "gateway.queue.oldest.seconds";
    /** Ended generations that are not on Kafka, and the age of the oldest end in seconds. */
    static final String UNPUBLISHED = "gateway.unpublished";

    static final String UNPUBLISHED_OLDEST = "gateway.unpublished.oldest.seconds";
    /** Age of the oldest open generation in seconds. */
    static final String OPEN_OLDEST = "gateway.open.oldest.seconds";
    /** Slots of the provider's limit that are free, and whether submissions pause (0 or 1). */
    static final String FREE_SLOTS = "gateway.pace.free.slots";

    static final String PAUSED = "gateway.pace.paused";

    private static final String QUEUED = "open.queued";

    private final LedgerStatistics statistics;
    private final Pace pace;
    private volatile Map<String, Amount> amounts = Map.of();

    LedgerGauges(LedgerStatistics statistics, Pace pace, MeterRegistry registry) {
        this.statistics = statistics;
        this.pace = pace;
        for (GenerationState state : GenerationState.open()) {
            registry.gauge(GENERATIONS, Tags.of("state", state.wireName()), this, gauges -> gauges.amount(
                            "open." + state.wireName())
                    .count());
        }
        gauge(registry, QUEUE_DEPTH, gauges -> gauges.amount(QUEUED).count());
        gauge(registry, QUEUE_OLDEST, gauges -> gauges.amount(QUEUED).oldestSeconds());
        gauge(registry, UNPUBLISHED, gauges -> gauges.amount("unpublished").count());
        gauge(registry, UNPUBLISHED_OLDEST, gauges -> gauges.amount("unpublished")
                .oldestSeconds());
        gauge(registry, OPEN_OLDEST, LedgerGauges::oldestOpen);
        gauge(registry, FREE_SLOTS, gauges -> gauges.amount("slots").count());
        gauge(registry, PAUSED, gauges -> gauges.amount("paused").count());
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return statistics
                .look(pace.slots())
                .invoke(read -> amounts = read)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private Amount amount(String name) {
        return amounts.getOrDefault(name, Amount.NONE);
    }

    private double oldestOpen() {
        return GenerationState.open().stream()
                .mapToDouble(state -> amount("open." + state.wireName()).oldestSeconds())
                .max()
                .orElse(0);
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<LedgerGauges> value) {
        registry.gauge(name, this, value);
    }
}
