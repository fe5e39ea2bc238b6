package dev.gengate.generation.figures;

import dev.gengate.generation.GenerationState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Counts and ages of open, queued and unpublished generations, counted for all replicas at one moment. Ages are in
 * seconds, 0 if there is none.
 *
 * @param open generations by state, for the states that are not terminal
 * @param ended by state, for the states that are terminal: the database's estimate, 0 for rare states
 * @param deadLetters events set aside, not counted as unpublished
 * @param freeSlots createTask calls for which the provider's limit had room
 * @param paused whether submissions were paused on all replicas
 * @param askedToPause whether the provider, or an operator, holds the only account
 * @param withoutCredits whether the only account's credits do not suffice for everything
 * @param oldestQueued of those that do not wait aside
 * @param oldestAside of the queued ones that wait aside: of a held model, for credits, or for another try later
 * @param oldestOpen of all but those
 * @param timeLeft the least share of its time that a running task has left, from 1 to 0; 1 if none runs
 * @param brakes that are on, by scope
 * @param countedAt by the database's clock
 */
public record LedgerFigures(
        Map<GenerationState, Long> open,
        Map<GenerationState, Double> ended,
        long unpublished,
        long deadLetters,
        int freeSlots,
        boolean paused,
        boolean askedToPause,
        boolean withoutCredits,
        double oldestQueued,
        double oldestAside,
        double oldestOpen,
        double oldestUnpublished,
        double timeLeft,
        Map<String, Long> brakes,
        Instant countedAt) {

    /** What a brake may be of. */
    public static final List<String> SCOPES = List.of("all", "account", "model");
}
