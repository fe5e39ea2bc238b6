package dev.gengate.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is counted of reconciliation. */
@Startup
@ApplicationScoped
class ReconcileMetrics {
    /** Reconciliation by what was done. */
    static final String RECONCILE = "gateway.reconcile";

    private final Map<Action, Counter> counters = new EnumMap<>(Action.class);

    /** All are there from the start: a counter that appears with its first event hides that event from a rate. */
    ReconcileMetrics(MeterRegistry registry) {
        for (Action action : Action.values()) {
            String label = action.name().toLowerCase(Locale.ROOT);
            counters.put(action, registry.counter(RECONCILE, "action", label));
        }
    }

    /** One thing that reconciliation does. */
    enum Action {
        /** The provider was asked. */
        POLLED,
        /** The provider knew the end. */
        SETTLED,
        /** It did not; asked again later. */
        RESCHEDULED,
        /** Given up at a deadline. */
        EXPIRED,
        /** A lease had run out. */
        UNCONFIRMED
    }

    void count(Action action) {
        counters.get(action).increment();
    }
}
