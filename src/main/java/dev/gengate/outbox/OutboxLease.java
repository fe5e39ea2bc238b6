package dev.gengate.outbox;

import dev.gengate.generation.outbox.OutboxEntry;
import java.time.Duration;
import java.time.Instant;

/** This replica's right to publish an outbox entry, and its end as far as this replica knows. Renewed while in use. */
final class OutboxLease {
    /** After this time the other replicas take the entries of one that died or lost the database. */
    static final Duration LENGTH = Duration.ofSeconds(20);
    /** The rest of the lease that a record needs when the producer gets it: the broker may take it seconds later. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private static final Instant LOST = Instant.EPOCH;

    private final OutboxEntry entry;
    private volatile Instant until;

    OutboxLease(OutboxEntry entry) {
        this.entry = entry;
        this.until = entry.lease().until();
    }

    OutboxEntry entry() {
        return entry;
    }

    /** Whether no other replica can have taken the entry. */
    boolean mine(Instant now) {
        return now.isBefore(until);
    }

    /** No record of the entry is handed to the producer after this; the producer may still send those that it has. */
    Instant lastMomentToSend() {
        return until.minus(DELIVERY);
    }

    boolean maySend(Instant now) {
        return mine(now) && now.isBefore(lastMomentToSend());
    }

    /** Whether it ended before it was renewed, as when the database is away; who has the entry now is not known. */
    boolean ranOut(Instant now) {
        return !mine(now) && !isLost();
    }

    /** Whether the lease is not known to be lost, and was taken or renewed at least this long ago. */
    boolean olderThan(Duration age, Instant now) {
        return !isLost() && !now.isBefore(until.minus(LENGTH).plus(age));
    }

    private boolean isLost() {
        return until.equals(LOST);
    }

    void renewed(Instant later) {
        until = later;
    }

    /** Another replica has the entry, or it is deleted. */
    void lost() {
        until = LOST;
    }
}
