package dev.gengate.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Metrics of reconciliation. */
@Startup
@ApplicationScoped
class ReconcileMetrics {
    /** Reconciliation by action. */
    static final String RECONCILE = "gateway.reconcile";

    private final Map<Action, Counter> counters = new EnumMap<>(Action.class);

    /**
     * Registers all counters at the start: a counter that appears with its first event hides that event from a rate.
     */
    ReconcileMetrics(MeterRegistry registry) {
        for (Action action : Action.values()) {
            String label = action.name().toLowerCase(Locale.ROOT);
            counters.put(action, registry.counter(RECONCILE, "action", label));
        }
    }

    /** An action of reconciliation. */
    enum Action {
        /** The provider was asked. */
        POLLED,
        /** The provider reported the end. */
        SETTLED,
        /** The provider reported no end; asked again later. */
        RESCHEDULED,
        /** Ended at a deadline. */
        EXPIRED,
        /** A lease ran out. */
        UNCONFIRMED
    }

    void count(Action action) {
        counters.get(action).increment();
    }
}
