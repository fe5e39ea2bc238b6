package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.outbox.EventFault;
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

/** What is counted of ends and of their events. */
@Startup
@ApplicationScoped
class CompletionMetrics {
    /** Ends by outcome and by what ended them. */
    static final String COMPLETIONS = "gateway.completions";
    /** From acceptance to the end. */
    static final String COMPLETION_TIME = "gateway.completion";
    /** Events the broker acknowledged, by the path they took. */
    static final String EVENTS_PUBLISHED = "gateway.events.published";
    /** Events not taken in time by the fault of the topic or the broker; the sweep sends them again. */
    static final String EVENTS_FAILED = "gateway.events.failed";
    /** Events set aside, by what is wrong with them. */
    static final String EVENTS_SET_ASIDE = "gateway.events.set.aside";

    static final String DIRECT = "direct";
    static final String SWEEP = "sweep";
    static final String REPLAY = "replay";
    static final String RETRY = "retry";

    /** What ends how. */
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
    private final Map<String, Counter> published = new HashMap<>();
    private final Map<EventFault, Counter> faults = new EnumMap<>(EventFault.class);

    /** All are there from the start: a counter that appears with its first event hides that event from a rate. */
    CompletionMetrics(MeterRegistry registry) {
        ENDS.forEach((state, causes) -> register(registry, state, causes));
        List.of(DIRECT, SWEEP, REPLAY, RETRY)
                .forEach(path -> published.put(path, registry.counter(EVENTS_PUBLISHED, "path", path)));
        for (EventFault fault : EventFault.values()) {
            Counter counter = fault.ofRecord()
                    ? registry.counter(EVENTS_SET_ASIDE, "cause", fault.wireName())
                    : registry.counter(EVENTS_FAILED, "fault", fault.wireName());
            faults.put(fault, counter);
        }
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

    void published(String path, int events) {
        published.get(path).increment(events);
    }

    void publicationFailed(EventFault fault, int events) {
        faults.get(fault).increment(events);
    }

    void setAside(EventFault fault) {
        faults.get(fault).increment();
    }
}
