package dev.gengate.outbox.topic;

import java.time.Instant;

/** The event was not sent, since its partition of the topic takes none at the moment; others may. */
public final class PartitionStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant again;

    /** @param again when it may be tried again */
    PartitionStalledException(Instant again) {
        super("its partition takes nothing", null, false, false);
        this.again = again;
    }

    public Instant again() {
        return again;
    }
}
