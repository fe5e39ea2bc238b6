package dev.gengate.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one intake did with its records, and for how long it has been held up by what. */
final class IntakeMetrics {
    /** Records by what became of them. */
    static final String RECORDS = "gateway.intake.records";
    /** For how long records have waited, by what they wait for; 0 while they do not. */
    static final String HELD = "gateway.intake.held.seconds";

    private final Map<Result, Counter> counters = new EnumMap<>(Result.class);
    private final Map<Hold, Instant> since = new ConcurrentHashMap<>();
    private final Clock clock;

    IntakeMetrics(String name, MeterRegistry registry, Clock clock) {
        this.clock = clock;
        for (Result result : Result.values()) {
            counters.put(result, registry.counter(RECORDS, "intake", name, "result", wireName(result)));
        }
        for (Hold hold : Hold.values()) {
            Gauge.builder(HELD, () -> seconds(hold))
                    .tag("intake", name)
                    .tag("reason", wireName(hold))
                    .register(registry);
        }
    }

    /** What became of a record. */
    enum Result {
        ACCEPTED,
        /** It was a generation already. */
        REPEATED,
        REJECTED
    }

    /** What records wait for. */
    enum Hold {
        QUEUE_FULL,
        QUOTA,
        BUDGET,
        CREDITS,
        LEDGER,
        /** The topic of rejections takes nothing. */
        REJECTIONS
    }

    void count(Result result) {
        counters.get(result).increment();
    }

    /** Whether it begins with this. */
    boolean held(Hold hold) {
        return since.putIfAbsent(hold, clock.instant()) == null;
    }

    /** Whether it ends with this. */
    boolean over(Hold hold) {
        return since.remove(hold) != null;
    }

    private double seconds(Hold hold) {
        Instant began = since.get(hold);
        return began == null
                ? 0
                : Math.max(0, Duration.between(began, clock.instant()).toSeconds());
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
