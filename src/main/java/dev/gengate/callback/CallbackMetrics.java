package dev.gengate.callback;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of callbacks. */
@Startup
@ApplicationScoped
class CallbackMetrics {
    /** Callbacks by verdict. */
    static final String CALLBACKS = "gateway.callbacks";

    private final Map<CallbackVerdict, Counter> counters = new EnumMap<>(CallbackVerdict.class);

    CallbackMetrics(MeterRegistry registry) {
        for (CallbackVerdict verdict : CallbackVerdict.values()) {
            counters.put(verdict, registry.counter(CALLBACKS, "verdict", verdict.label()));
        }
    }

    void count(CallbackVerdict verdict) {
        counters.get(verdict).increment();
    }
}
