package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of ends and of their events. */
@ApplicationScoped
class CompletionMetrics {
    /** Ends by outcome and by what ended them. */
    static final String COMPLETIONS = "gateway.completions";
    /** From acceptance to the end. */
    static final String COMPLETION_TIME = "gateway.completion";
    /** Events the broker acknowledged, by the path they took. */
    static final String EVENTS_PUBLISHED = "gateway.events.published";
    /** Events the broker did not take in time; the sweep sends them again. */
    static final String EVENTS_FAILED = "gateway.events.failed";

    static final String DIRECT = "direct";
    static final String SWEEP = "sweep";
    static final String REPLAY = "replay";

    private final MeterRegistry registry;
    private final Counter failed;
    private final Map<String, Counter> ends = new ConcurrentHashMap<>();
    private final Map<GenerationState, Timer> times = new ConcurrentHashMap<>();

    CompletionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.failed = registry.counter(EVENTS_FAILED);
    }

    void completed(Generation row) {
        ends.computeIfAbsent(row.state().wireName() + row.resolvedBy(), key -> completions(row))
                .increment();
        times.computeIfAbsent(row.state(), this::time).record(Duration.between(row.createdAt(), row.completedAt()));
    }

    private Counter completions(Generation row) {
        return registry.counter(COMPLETIONS, "outcome", row.state().wireName(), "resolved_by", row.resolvedBy());
    }

    private Timer time(GenerationState outcome) {
        return Timer.builder(COMPLETION_TIME)
                .tag("outcome", outcome.wireName())
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    void published(String path, int events) {
        registry.counter(EVENTS_PUBLISHED, "path", path).increment(events);
    }

    void publicationFailed(int events) {
        failed.increment(events);
    }
}
