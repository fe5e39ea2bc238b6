package dev.gengate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all bodies that a replica holds at one time. Each body is bounded, but one key, or one leaked
 * callback URL, can open any number of requests: a sender that holds too much is refused, the others are not.
 * Thread-safe.
 */
@Singleton
public class BodyBudget {
    /** Bytes of bodies held now, by sender. */
    public static final String HELD = "gateway.bodies.held";

    /** Bodies refused for lack of room, by sender. */
    public static final String REFUSED = "gateway.bodies.refused";

    private static final long MOST_BYTES = 64 * 1024 * 1024;

    /** The share of the heap: a growing body takes up to twice its bytes, and is copied twice. */
    private static final int SHARE_OF_THE_HEAP = 8;

    private final long most;
    private final AtomicLong all = new AtomicLong();
    private final Map<Sender, AtomicLong> bySender = new EnumMap<>(Sender.class);
    private final Map<Sender, Counter> refused = new EnumMap<>(Sender.class);
    /** Bytes per holder, for those that hold any. */
    private final Map<Holder, Long> byHolder = new ConcurrentHashMap<>();

    /** A budget of this JVM's share for bodies. */
    @Inject
    BodyBudget(MeterRegistry registry) {
        this(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP), registry);
    }

    /** @param most bytes of all bodies together */
    public BodyBudget(long most, MeterRegistry registry) {
        this.most = most;
        for (Sender sender : Sender.values()) {
            AtomicLong held = new AtomicLong();
            bySender.put(sender, held);
            refused.put(sender, registry.counter(REFUSED, "sender", sender.label()));
            Gauge.builder(HELD, held, AtomicLong::get)
                    .baseUnit("bytes")
                    .tag("sender", sender.label())
                    .register(registry);
        }
    }

    /** Takes the bytes, or none if there is no room for them. */
    boolean take(Holder holder, long bytes) {
        long ofAll = all.addAndGet(bytes);
        long ofSender = bySender.get(holder.sender).addAndGet(bytes);
        long own = byHolder.merge(holder, bytes, Long::sum);
        if (ofAll <= most && ofSender <= holder.sender.most(most) && own <= holder.sender.mostOfOne(most)) {
            return true;
        }
        giveBack(holder, bytes);
        refused.get(holder.sender).increment();
        return false;
    }

    void giveBack(Holder holder, long bytes) {
        all.addAndGet(-bytes);
        bySender.get(holder.sender).addAndGet(-bytes);
        byHolder.computeIfPresent(holder, (same, held) -> held == bytes ? null : held - bytes);
    }

    /** Bytes taken now. */
    public long held() {
        return all.get();
    }

    /** The owner of a body: a caller by name, a callback by generation. */
    record Holder(Sender sender, String name) {}

    /** A kind of sender, and its share of the budget. */
    public enum Sender {
        /** All callers share half of it, so that the provider has the other half; one caller gets half of that. */
        CALLER(2, 4),
        /** Whatever callers do not hold; callbacks of one generation get an eighth, since its URL may have leaked. */
        PROVIDER(1, 8);

        private final int partOfAll;
        private final int partOfOne;

        Sender(int partOfAll, int partOfOne) {
            this.partOfAll = partOfAll;
            this.partOfOne = partOfOne;
        }

        long most(long all) {
            return all / partOfAll;
        }

        long mostOfOne(long all) {
            return all / partOfOne;
        }

        /** The metrics' label. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
