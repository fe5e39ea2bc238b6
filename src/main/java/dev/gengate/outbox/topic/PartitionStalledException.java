package dev.gengate.outbox.topic;

import java.time.Instant;

/** The event was not sent because its partition is stalled; other partitions may take events. */
public final class PartitionStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant again;

    /** @param again when the event may be tried again */
    PartitionStalledException(Instant again) {
        super("its partition is stalled", null, false, false);
        this.again = again;
    }

    public Instant again() {
        return again;
    }
}
