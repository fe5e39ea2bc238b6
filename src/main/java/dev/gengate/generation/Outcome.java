package dev.gengate.generation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a generation ended, before it is committed.
 *
 * @param state a terminal state
 * @param taskId the provider's task, null if there was none
 * @param images at least one when succeeded, else empty
 * @param failure null when succeeded
 * @param creditsConsumed as the provider reports them, may be fractional; null if it does not
 */
public record Outcome(
        GenerationState state, String taskId, List<Image> images, Failure failure, BigDecimal creditsConsumed) {

    /** A success with its images. */
    public static Outcome succeeded(String taskId, List<Image> images, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.SUCCEEDED, taskId, List.copyOf(images), null, creditsConsumed);
    }

    /** A failure; it may have consumed credits too. */
    public static Outcome failed(String taskId, Failure failure, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.FAILED, taskId, List.of(), failure, creditsConsumed);
    }

    /** The deadline passed without a result. */
    public static Outcome expired() {
        Failure failure = new Failure(Failure.DEADLINE_EXCEEDED, "no result before the deadline");
        return new Outcome(GenerationState.EXPIRED, null, List.of(), failure, null);
    }

    /** createTask's answer was lost, and no sign of a task came before the deadline. */
    public static Outcome unconfirmed() {
        Failure failure = new Failure(
                Failure.SUBMISSION_UNCONFIRMED,
                "the provider's answer was lost, and no callback came before the deadline");
        return new Outcome(GenerationState.FAILED, null, List.of(), failure, null);
    }

    /** The caller cancelled it while it was queued. */
    public static Outcome cancelled() {
        Failure failure = new Failure(Failure.CANCELLED, "cancelled by the caller");
        return new Outcome(GenerationState.CANCELLED, null, List.of(), failure, null);
    }
}
