package dev.gengate.drift;

import dev.gengate.generation.drift.DriftStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** How many models differ from what the provider says of them. */
@Singleton
class DriftMetrics {
    /** Models that differ, by severity: {@code alarm} or {@code info}. */
    static final String DRIFT = "gateway.models.drift";
    /** Questions for a model's schema that got no usable answer. */
    static final String UNANSWERED = "gateway.models.drift.unanswered";

    private final Counter unanswered;
    private volatile DriftStore.Turn latest = DriftStore.Turn.NONE;

    DriftMetrics(MeterRegistry registry) {
        Gauge.builder(DRIFT, () -> latest.alarming()).tag("severity", "alarm").register(registry);
        Gauge.builder(DRIFT, () -> latest.informative()).tag("severity", "info").register(registry);
        unanswered = registry.counter(UNANSWERED);
    }

    void show(DriftStore.Turn turn) {
        latest = turn;
    }

    void unanswered() {
        unanswered.increment();
    }
}
