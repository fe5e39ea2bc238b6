package dev.gengate.generation;

import java.util.UUID;

/**
 * A terminal state to commit: which generation, how it ended, and what ended it.
 *
 * @param attempt when not null, holds only while this is still the generation's latest submission attempt
 */
public record Completion(UUID id, Outcome outcome, ResolvedBy resolvedBy, Integer attempt) {

    /** A completion that holds whatever attempt is under way. */
    public static Completion of(UUID id, Outcome outcome, ResolvedBy resolvedBy) {
        return new Completion(id, outcome, resolvedBy, null);
    }
}
