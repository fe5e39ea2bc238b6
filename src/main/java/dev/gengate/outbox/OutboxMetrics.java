package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.EventsConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of events. */
@Startup
@ApplicationScoped
class OutboxMetrics {
    /** Events acknowledged by the broker, by path. */
    static final String EVENTS_PUBLISHED = "gateway.events.published";
    /** Events that the topic or the broker failed to take in time; the relay sends them again. */
    static final String EVENTS_FAILED = "gateway.events.failed";
    /** Events set aside, by cause. */
    static final String EVENTS_SET_ASIDE = "gateway.events.set.aside";

    /**
     * For how long a topic, or a partition of it, has taken no events, as far as this replica knows; by topic, and by its
     * scope: common to the callers without one of their own, or own.
     */
    static final String TOPIC_HELD = "gateway.topic.held.seconds";

    private final Map<EventOrder.Path, Counter> published = new EnumMap<>(EventOrder.Path.class);
    private final Map<EventFault, Counter> faults = new EnumMap<>(EventFault.class);

    /**
     * Registers all counters at the start: a counter that appears with its first event hides that event from a rate.
     */
    OutboxMetrics(MeterRegistry registry, EventFlow flow, EventsConfig config) {
        for (EventOrder.Path path : EventOrder.Path.values()) {
            published.put(path, registry.counter(EVENTS_PUBLISHED, "path", path.label()));
        }
        for (EventFault fault : EventFault.values()) {
            Counter counter = fault.ofRecord()
                    ? registry.counter(EVENTS_SET_ASIDE, "cause", fault.wireName())
                    : registry.counter(EVENTS_FAILED, "fault", fault.wireName());
            faults.put(fault, counter);
        }
        flow.names().forEach(topic -> Gauge.builder(
                        TOPIC_HELD, () -> flow.held(topic).toMillis() / 1e3)
                .tag("topic", topic)
                .tag("scope", topic.equals(config.topic()) ? "common" : "own")
                .register(registry));
    }

    void published(EventOrder.Path path, int events) {
        published.get(path).increment(events);
    }

    void publicationFailed(EventFault fault, int events) {
        faults.get(fault).increment(events);
    }

    void setAside(EventFault fault) {
        faults.get(fault).increment();
    }
}
