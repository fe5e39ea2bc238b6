package dev.gengate.schedule;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one round has. The next round does what is left then, long before {@link Beat} takes it for lost. */
public final class RoundTime {
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private final long began;

    public RoundTime() {
        this(System::nanoTime);
    }

    public RoundTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    public boolean isLeft() {
        return nanoTime.getAsLong() - began < LONGEST.toNanos();
    }
}
