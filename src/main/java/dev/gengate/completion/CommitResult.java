package dev.gengate.completion;

import dev.gengate.generation.Generation;

/**
 * The result of committing an outcome.
 *
 * @param generation the row as it is now; null when it does not exist
 */
public record CommitResult(Verdict verdict, Generation generation) {

    /** The ledger's answer; each one is normal. */
    public enum Verdict {
        /** Committed; its event follows. */
        COMPLETED,
        /** It had already ended with the same outcome. */
        DUPLICATE,
        /** It had already ended differently; the outcome is kept for audit. */
        LATE,
        /** The row belongs to another task, or the attempt is not the latest. */
        OTHER_TASK,
        /** No such row: it never existed or was purged. */
        UNKNOWN
    }
}
