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
import java.util.concurrent.atomic.AtomicReference;

/** What one intake did with its records, and for how long it has been held up by what. */
final class IntakeMetrics {
    /** Records by what became of them. */
    static final String RECORDS = "gateway.intake.records";
    /** For how long the first of those that wait has waited, by what for; 0 while none does. */
    static final String HELD = "gateway.intake.held.seconds";
    /** Bytes of the records that this replica holds until they are decided. */
    static final String BYTES = "gateway.intake.records.held";

    private final Map<Result, Counter> counters = new EnumMap<>(Result.class);
    private final Map<Object, Held> waiting = new ConcurrentHashMap<>();
    private final AtomicReference<IntakeMemory> memory = new AtomicReference<>();
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
        Gauge.builder(BYTES, this::bytes).baseUnit("bytes").tag("intake", name).register(registry);
    }

    private record Held(Hold hold, Instant since) {}

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

    /** The memory of the stream that is read now. */
    void reads(IntakeMemory opened) {
        memory.set(opened);
    }

    private long bytes() {
        IntakeMemory now = memory.get();
        return now == null ? 0 : now.held();
    }

    void count(Result result) {
        counters.get(result).increment();
    }

    /** Notes that a record waits; true if it is the first for this reason. */
    boolean held(Object taken, Hold hold) {
        boolean first = waiting.values().stream().noneMatch(held -> held.hold == hold);
        Instant now = clock.instant();
        waiting.compute(taken, (same, held) -> held != null && held.hold == hold ? held : new Held(hold, now));
        return first;
    }

    /** Notes that a record waits no more; true if it was the last for its reason. */
    boolean over(Object taken) {
        Held was = waiting.remove(taken);
        return was != null && waiting.values().stream().noneMatch(held -> held.hold == was.hold);
    }

    private double seconds(Hold hold) {
        Instant now = clock.instant();
        return waiting.values().stream()
                .filter(held -> held.hold == hold)
                .mapToLong(held -> Duration.between(held.since, now).toSeconds())
                .reduce(0, Math::max);
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
