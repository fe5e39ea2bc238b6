package dev.gengate.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of callbacks' bodies that a replica holds at one time, all requests together: each is bounded, but who
 * has seen one callback URL may open any number. Thread-safe.
 */
public final class BodyBudget {
    private static final long MOST_BYTES = 64 * 1024 * 1024;

    /** A buffer that grows takes up to twice its bytes, and is copied once. */
    private static final int SHARE_OF_THE_HEAP = 8;

    private final AtomicLong held = new AtomicLong();
    private final long most;

    /** @param most bytes of all bodies together */
    public BodyBudget(long most) {
        this.most = most;
    }

    /** As much as this JVM can spare. */
    public static BodyBudget ofThisJvm() {
        return new BodyBudget(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP));
    }

    /** Takes the bytes; whether there was room for them. What was taken is given back in either case. */
    public boolean take(int bytes) {
        return held.addAndGet(bytes) <= most;
    }

    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes that are taken now. */
    public long held() {
        return held.get();
    }
}
