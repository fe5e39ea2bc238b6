package dev.gengate.generation.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The events of one commit that are not on Kafka yet.
 *
 * @param generations all of them ended at the same time
 * @param lease whose they are to publish
 */
public record OutboxEntry(long id, List<UUID> generations, Lease lease) {

    /**
     * Whose an entry is to publish.
     *
     * @param holder the life of a replica; null when it is nobody's
     * @param until when anybody may take it
     */
    public record Lease(UUID holder, Instant until) {

        /** Not in anybody's hands: the next sweep takes it. */
        public static Lease nobodys(Instant now) {
            return new Lease(null, now);
        }

        /** Whether somebody publishes it. */
        public boolean held() {
            return holder != null;
        }
    }
}
