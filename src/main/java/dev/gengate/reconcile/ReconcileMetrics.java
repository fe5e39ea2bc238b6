package dev.gengate.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** What is counted of reconciliation. */
@ApplicationScoped
class ReconcileMetrics {
    /** Reconciliation by what was done. */
    static final String RECONCILE = "gateway.reconcile";

    private final MeterRegistry registry;

    ReconcileMetrics(MeterRegistry registry) {
        this.registry = registry;
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
        registry.counter(RECONCILE, "action", action.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
