package dev.gengate.generation.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The events of one commit that are not on Kafka yet.
 *
 * @param generations all of them ended at the same time
 * @param lease the right to publish them
 */
public record OutboxEntry(long id, List<UUID> generations, Lease lease) {

    /**
     * The right to publish an entry.
     *
     * @param holder the process that has it; null if none has
     * @param until when any replica may take it
     */
    public record Lease(UUID holder, Instant until) {

        /** No replica's: the next sweep takes the entry. */
        public static Lease nobodys(Instant now) {
            return new Lease(null, now);
        }

        /** Whether a replica has it. */
        public boolean held() {
            return holder != null;
        }
    }
}
