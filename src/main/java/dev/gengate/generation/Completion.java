package dev.gengate.generation;

import java.util.UUID;

/**
 * A terminal state to commit: which generation, how it ended, and what ended it.
 *
 * @param attempt when not null, holds only while this is still the generation's latest submission attempt
 * @param expected when not null, holds only in this state; unconfirmed is as good as submitting
 */
public record Completion(UUID id, Outcome outcome, ResolvedBy resolvedBy, Integer attempt, GenerationState expected) {

    /** A completion that holds whatever state and attempt it meets. */
    public static Completion of(UUID id, Outcome outcome, ResolvedBy resolvedBy) {
        return new Completion(id, outcome, resolvedBy, null, null);
    }

    /** One that holds only while the generation is in that row's state and attempt. */
    public static Completion of(Generation row, Outcome outcome, ResolvedBy resolvedBy) {
        return new Completion(row.id(), outcome, resolvedBy, row.attempts(), row.state());
    }
}
