package dev.gengate.completion;

import dev.gengate.generation.Generation;

/**
 * What became of an outcome that was brought in.
 *
 * @param generation the row as it is now; null when it is unknown
 */
public record CommitResult(Verdict verdict, Generation generation) {

    /** How the ledger answered; every one of these is a normal answer. */
    public enum Verdict {
        /** Committed; its event is on the way. */
        COMPLETED,
        /** It had ended just so already. */
        DUPLICATE,
        /** It had ended otherwise already; kept for audit. */
        LATE,
        /** The row is another task's, or the attempt is not the latest one. */
        OTHER_TASK,
        /** No such row: never there, or purged. */
        UNKNOWN
    }
}
