package dev.gengate.outbox;

import dev.gengate.generation.ledger.OutboxEntry;
import java.time.Duration;
import java.time.Instant;

/** This replica's right to publish an entry of the outbox: for how long, as far as it knows. It is renewed while it is needed. */
final class OutboxLease {
    /** A replica that dies or that the database does not hear gives its entries up after so long. */
    static final Duration LENGTH = Duration.ofSeconds(20);
    /** What must be left of it when the producer gets a record: the broker may take it some seconds later. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final OutboxEntry entry;
    private volatile Instant until;

    OutboxLease(OutboxEntry entry) {
        this.entry = entry;
        this.until = entry.lease().until();
    }

    OutboxEntry entry() {
        return entry;
    }

    /** Whether nobody else can have taken the entry. */
    boolean mine(Instant now) {
        return now.isBefore(until);
    }

    /** After that no record of the entry is handed to the producer. What it has got by then it may still send. */
    Instant lastMomentToSend() {
        return until.minus(DELIVERY);
    }

    boolean maySend(Instant now) {
        return mine(now) && now.isBefore(lastMomentToSend());
    }

    /** Whether so much of it is gone that it wants to be renewed. */
    boolean olderThan(Duration age, Instant now) {
        return !now.isBefore(until.minus(LENGTH).plus(age));
    }

    void renewed(Instant later) {
        until = later;
    }

    /** The entry is another's, or gone. */
    void lost() {
        until = Instant.EPOCH;
    }
}
