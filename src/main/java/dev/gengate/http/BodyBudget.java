package dev.gengate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of all bodies that a replica holds at one time: each is bounded, but one key, or one callback URL that
 * was seen, opens any number of requests. Who holds too much of it is refused, and the others are not. Thread-safe.
 */
@Singleton
public class BodyBudget {
    /** Bytes of bodies that are held now, by who sends them. */
    public static final String HELD = "gateway.bodies.held";

    /** Bodies for which there was no room, by who sends them. */
    public static final String REFUSED = "gateway.bodies.refused";

    private static final long MOST_BYTES = 64 * 1024 * 1024;

    /** A body that grows takes up to twice its bytes, and is copied twice. */
    private static final int SHARE_OF_THE_HEAP = 8;

    private final long most;
    private final AtomicLong all = new AtomicLong();
    private final Map<BodySender, AtomicLong> bySender = new EnumMap<>(BodySender.class);
    private final Map<BodySender, Counter> refused = new EnumMap<>(BodySender.class);
    /** Only of those who hold something. */
    private final Map<Holder, Long> byHolder = new ConcurrentHashMap<>();

    /** As much as this JVM can spare. */
    @Inject
    BodyBudget(MeterRegistry registry) {
        this(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP), registry);
    }

    /** @param most bytes of all bodies together */
    public BodyBudget(long most, MeterRegistry registry) {
        this.most = most;
        for (BodySender sender : BodySender.values()) {
            AtomicLong held = new AtomicLong();
            bySender.put(sender, held);
            refused.put(sender, registry.counter(REFUSED, "sender", sender.label()));
            Gauge.builder(HELD, held, AtomicLong::get)
                    .baseUnit("bytes")
                    .tag("sender", sender.label())
                    .register(registry);
        }
    }

    /** Takes the bytes, or nothing when there is no room for them. */
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

    /** Bytes that are taken now. */
    public long held() {
        return all.get();
    }

    /** Whose body it is: a caller by its name, a callback by its generation. */
    record Holder(BodySender sender, String name) {}
}
