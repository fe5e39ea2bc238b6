package dev.gengate.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is counted of events. */
@Startup
@ApplicationScoped
class OutboxMetrics {
    /** Events the broker acknowledged, by the path they took. */
    static final String EVENTS_PUBLISHED = "gateway.events.published";
    /** Events the broker did not take in time; the sweep sends them again. */
    static final String EVENTS_FAILED = "gateway.events.failed";

    static final String DIRECT = "direct";
    static final String SWEEP = "sweep";
    static final String REPLAY = "replay";

    private final Map<String, Counter> published = new HashMap<>();
    private final Counter failed;

    /** All are there from the start: a counter that appears with its first event hides that event from a rate. */
    OutboxMetrics(MeterRegistry registry) {
        List.of(DIRECT, SWEEP, REPLAY)
                .forEach(path -> published.put(path, registry.counter(EVENTS_PUBLISHED, "path", path)));
        failed = registry.counter(EVENTS_FAILED);
    }

    void published(String path, int events) {
        published.get(path).increment(events);
    }

    void publicationFailed(int events) {
        failed.increment(events);
    }
}
