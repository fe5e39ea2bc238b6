package dev.gengate.completion;

import dev.gengate.generation.Generation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

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

    CompletionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.failed = registry.counter(EVENTS_FAILED);
    }

    void completed(Generation row) {
        String outcome = row.state().wireName();
        registry.counter(COMPLETIONS, "outcome", outcome, "resolved_by", row.resolvedBy())
                .increment();
        Timer.builder(COMPLETION_TIME)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry)
                .record(Duration.between(row.createdAt(), row.completedAt()));
    }

    void published(String path) {
        registry.counter(EVENTS_PUBLISHED, "path", path).increment();
    }

    void publicationFailed() {
        failed.increment();
    }
}
