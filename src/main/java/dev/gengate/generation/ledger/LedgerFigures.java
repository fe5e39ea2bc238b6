package dev.gengate.generation.ledger;

import dev.gengate.generation.GenerationState;
import java.time.Instant;
import java.util.Map;

/**
 * How much is open, waits or is unpublished, and for how long, as it was counted for all replicas at one moment. Ages
 * are in seconds, 0 when there is nothing of the kind.
 *
 * @param open generations by state, for the states that are not terminal
 * @param ended by state, for the states that are terminal: the database's estimate, 0 for what is too rare for it
 * @param deadLetters events that stand aside, not counted as unpublished
 * @param freeSlots createTask calls that the provider's limit had room for
 * @param paused whether no replica was to send anything
 * @param countedAt by the database's clock
 */
public record LedgerFigures(
        Map<GenerationState, Long> open,
        Map<GenerationState, Double> ended,
        long unpublished,
        long deadLetters,
        int freeSlots,
        boolean paused,
        double oldestQueued,
        double oldestOpen,
        double oldestUnpublished,
        Instant countedAt) {}
