package dev.gengate.usage;

import dev.gengate.generation.figures.UsageStore.Turn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** How the account's balance and the ledger agree. */
@Startup
@ApplicationScoped
class UsageMetrics {
    /** Credits by which the balance fell in the last day. */
    static final String FALL = "gateway.usage.fall.credits";
    /** The part of that which no generation accounts for; below 0 if generations account for more. */
    static final String DRIFT = "gateway.usage.drift.credits";

    private volatile Turn latest = new Turn(false, 0, 0);

    UsageMetrics(MeterRegistry registry) {
        Gauge.builder(FALL, () -> latest.fall()).register(registry);
        Gauge.builder(DRIFT, () -> latest.fall() - latest.known()).register(registry);
    }

    void show(Turn turn) {
        latest = turn;
    }
}
