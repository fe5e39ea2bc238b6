package dev.gengate.generation.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * Whose an entry of the outbox is to publish.
 *
 * @param holder the life of a replica; null when it is nobody's
 * @param until when anybody may take it
 */
public record EntryLease(UUID holder, Instant until) {

    /** Not in anybody's hands: the next sweep takes it. */
    public static EntryLease nobodys(Instant now) {
        return new EntryLease(null, now);
    }

    /** Whether somebody publishes it. */
    public boolean held() {
        return holder != null;
    }
}
