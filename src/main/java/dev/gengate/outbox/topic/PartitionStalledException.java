package dev.gengate.outbox.topic;

import java.time.Instant;
import java.util.Optional;

/** The event was not sent because its partition is stalled; other partitions may take events. */
public final class PartitionStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant again;

    /** @param again when the event may be tried again */
    PartitionStalledException(Instant again) {
        this(again, null);
    }

    /** @param refusal why its topic has not taken this event; null if it was not asked */
    PartitionStalledException(Instant again, Throwable refusal) {
        super("its partition is stalled", refusal, false, false);
        this.again = again;
    }

    /** Why its topic has not taken this event; empty if it was not asked. */
    public Optional<Throwable> refusedFor() {
        return Optional.ofNullable(getCause());
    }

    public Instant again() {
        return again;
    }
}
