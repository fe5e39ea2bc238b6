package dev.gengate.custody;

import dev.gengate.custody.fetch.FetchFault;
import dev.gengate.generation.ledger.CustodyStore.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of the custody of results. */
@Startup
@ApplicationScoped
class CustodyMetrics {
    /** Time of storing one result, from its turn to the store's word for it. */
    static final String STORED = "gateway.custody.stored";
    /** Bytes stored. */
    static final String BYTES = "gateway.custody.bytes";
    /** Tries in vain, by cause. */
    static final String FAILED = "gateway.custody.failed";
    /** Results that can no longer be had. */
    static final String LOST = "gateway.custody.lost";
    /** Events that went without what was not stored in time. */
    static final String UNSTORED_EVENTS = "gateway.custody.events.without";
    /** Objects that could not be removed. */
    static final String NOT_REMOVED = "gateway.custody.not.removed";
    /** Generations with results that are not stored yet. */
    static final String WAITING = "gateway.custody.waiting";
    /** Age of the oldest of them, in seconds. */
    static final String OLDEST = "gateway.custody.oldest.seconds";
    /** Those of these generations that are given up within four hours, or a sixth of the time to give up. */
    static final String NEARLY_LOST = "gateway.custody.nearly.lost";
    /** For how long the oldest is stored whose event of late storing no topic has taken, in seconds. */
    static final String UNTOLD_OLDEST = "gateway.custody.untold.oldest.seconds";

    private final Timer stored;
    private final Counter bytes;
    private final Counter lost;
    private final Counter without;
    private final Counter notRemoved;
    private final Map<FetchFault, Counter> failed = new EnumMap<>(FetchFault.class);
    private volatile Waiting waiting = new Waiting(0, 0, 0, 0);

    /** Registers all at the start: a counter that appears with its first event hides that event from a rate. */
    CustodyMetrics(MeterRegistry registry) {
        stored = registry.timer(STORED);
        bytes = registry.counter(BYTES);
        lost = registry.counter(LOST);
        without = registry.counter(UNSTORED_EVENTS);
        notRemoved = registry.counter(NOT_REMOVED);
        for (FetchFault fault : FetchFault.values()) {
            failed.put(fault, registry.counter(FAILED, "cause", fault.wireName()));
        }
        Gauge.builder(WAITING, () -> waiting.generations()).register(registry);
        Gauge.builder(OLDEST, () -> waiting.oldest()).register(registry);
        Gauge.builder(NEARLY_LOST, () -> waiting.nearlyLost()).register(registry);
        Gauge.builder(UNTOLD_OLDEST, () -> waiting.oldestUntold()).register(registry);
    }

    void stored(Duration time, long size) {
        stored.record(time);
        bytes.increment(size);
    }

    void failed(FetchFault fault) {
        failed.get(fault).increment();
    }

    void lost(int results) {
        lost.increment(results);
    }

    void wentWithout(long events) {
        without.increment(events);
    }

    void notRemoved() {
        notRemoved.increment();
    }

    void waiting(Waiting now) {
        waiting = now;
    }
}
