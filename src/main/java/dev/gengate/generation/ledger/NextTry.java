package dev.gengate.generation.ledger;

import java.time.Instant;

/**
 * When events that were not sent may be tried again, by anybody.
 *
 * @param ofPartition whether a partition of the topic takes nothing: earlier, once it does again
 */
public record NextTry(Instant at, boolean ofPartition) {

    /** They were not taken, and come first again. */
    public static NextTry at(Instant now) {
        return new NextTry(now, false);
    }
}
