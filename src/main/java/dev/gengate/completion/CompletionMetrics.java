package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ResolvedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metrics of completed generations. */
@Startup
@ApplicationScoped
class CompletionMetrics {
    /** Completed generations by outcome and by what completed them. */
    static final String COMPLETIONS = "gateway.completions";
    /** Time from acceptance to the end. */
    static final String COMPLETION_TIME = "gateway.completion";
    /** Which states each way of completing can lead to. */
    private static final Map<GenerationState, List<ResolvedBy>> ENDS = Map.of(
            GenerationState.SUCCEEDED,
            List.of(ResolvedBy.CALLBACK, ResolvedBy.POLL),
            GenerationState.FAILED,
            List.of(ResolvedBy.CALLBACK, ResolvedBy.POLL, ResolvedBy.SUBMISSION, ResolvedBy.DEADLINE),
            GenerationState.EXPIRED,
            List.of(ResolvedBy.DEADLINE),
            GenerationState.CANCELLED,
            List.of(ResolvedBy.CALLER));

    private final Map<GenerationState, Map<String, Counter>> completions = new EnumMap<>(GenerationState.class);
    private final Map<GenerationState, Timer> times = new EnumMap<>(GenerationState.class);

    /**
     * Registers all counters at the start: a counter that appears with its first event hides that event from a rate.
     */
    CompletionMetrics(MeterRegistry registry) {
        ENDS.forEach((state, causes) -> register(registry, state, causes));
    }

    private void register(MeterRegistry registry, GenerationState state, List<ResolvedBy> causes) {
        String outcome = state.wireName();
        Map<String, Counter> counters = new HashMap<>();
        causes.stream().map(ResolvedBy::wireName).forEach(cause -> {
            counters.put(cause, registry.counter(COMPLETIONS, "outcome", outcome, "resolved_by", cause));
        });
        completions.put(state, counters);
        Timer time = Timer.builder(COMPLETION_TIME)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(100))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        times.put(state, time);
    }

    void completed(Generation row) {
        completions.get(row.state()).get(row.resolvedBy()).increment();
        times.get(row.state()).record(Duration.between(row.createdAt(), row.completedAt()));
    }
}
