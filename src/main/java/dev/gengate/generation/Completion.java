package dev.gengate.generation;

import dev.gengate.generation.operations.Act;
import java.util.UUID;

/**
 * A terminal state to commit: the generation, how it ended, and what ended it.
 *
 * @param attempt if not null, applies only while this is the generation's latest attempt
 * @param expected if not null, applies only in this state; unconfirmed counts as submitting
 * @param act of an operator, for the audit; else null
 */
public record Completion(
        UUID id, Outcome outcome, ResolvedBy resolvedBy, Integer attempt, GenerationState expected, Act act) {

    /** A completion that applies in any open state and attempt. */
    public static Completion of(UUID id, Outcome outcome, ResolvedBy resolvedBy) {
        return new Completion(id, outcome, resolvedBy, null, null, null);
    }

    /** A completion that applies only while the generation is in that row's state and attempt. */
    public static Completion of(Generation row, Outcome outcome, ResolvedBy resolvedBy) {
        return new Completion(row.id(), outcome, resolvedBy, row.attempts(), row.state(), null);
    }

    /** The end of a queued generation; the audit is told of it in the same commit. @param act null: its caller's */
    public static Completion cancelled(UUID id, Act act) {
        return new Completion(id, Outcome.cancelled(), ResolvedBy.CALLER, null, null, act);
    }
}
