package dev.gengate.generation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a generation ended, before it is committed.
 *
 * @param state a terminal state
 * @param taskId the provider's task, null if there was none
 * @param results what was made, that which was asked for first; with the data at least one when succeeded, else empty
 * @param data JSON text, of models that answer with data; else null
 * @param failure null when succeeded
 * @param creditsConsumed as the provider reports them, may be fractional; null if it does not
 */
public record Outcome(
        GenerationState state,
        String taskId,
        List<Result> results,
        String data,
        Failure failure,
        BigDecimal creditsConsumed) {

    /** A success with what was made; the data may be null. */
    public static Outcome succeeded(String taskId, List<Result> results, String data, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.SUCCEEDED, taskId, List.copyOf(results), data, null, creditsConsumed);
    }

    /** A failure; it may have consumed credits too. */
    public static Outcome failed(String taskId, Failure failure, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.FAILED, taskId, List.of(), null, failure, creditsConsumed);
    }

    /** The deadline passed without a result. */
    public static Outcome expired() {
        Failure failure = new Failure(Failure.DEADLINE_EXCEEDED, "no result before the deadline");
        return new Outcome(GenerationState.EXPIRED, null, List.of(), null, failure, null);
    }

    /** createTask's answer was lost, and no sign of a task came before the deadline. */
    public static Outcome unconfirmed() {
        Failure failure = new Failure(
                Failure.SUBMISSION_UNCONFIRMED,
                "the provider's answer was lost, and no callback came before the deadline");
        return new Outcome(GenerationState.FAILED, null, List.of(), null, failure, null);
    }

    /** The caller cancelled it while it was queued. */
    public static Outcome cancelled() {
        Failure failure = new Failure(Failure.CANCELLED, "cancelled by the caller");
        return new Outcome(GenerationState.CANCELLED, null, List.of(), null, failure, null);
    }

    /** Never shows what was made or why not. */
    @Override
    public String toString() {
        return "Outcome[" + state + " " + taskId + "]";
    }
}
