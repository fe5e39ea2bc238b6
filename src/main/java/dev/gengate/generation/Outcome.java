package dev.gengate.generation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a generation ended, before it is committed.
 *
 * @param state a terminal state
 * @param taskId the provider's task, null when there never was one
 * @param images at least one when succeeded, else empty
 * @param failure null when succeeded
 * @param creditsConsumed as told by the provider, may be fractional; null when it did not say
 */
public record Outcome(
        GenerationState state, String taskId, List<Image> images, Failure failure, BigDecimal creditsConsumed) {

    /** A success with what it made. */
    public static Outcome succeeded(String taskId, List<Image> images, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.SUCCEEDED, taskId, List.copyOf(images), null, creditsConsumed);
    }

    /** A failure; credits may have been consumed all the same. */
    public static Outcome failed(String taskId, Failure failure, BigDecimal creditsConsumed) {
        return new Outcome(GenerationState.FAILED, taskId, List.of(), failure, creditsConsumed);
    }

    /** The deadline passed without a result. */
    public static Outcome expired() {
        Failure failure = new Failure(Failure.DEADLINE_EXCEEDED, "no result until the deadline");
        return new Outcome(GenerationState.EXPIRED, null, List.of(), failure, null);
    }

    /** createTask's answer was lost, and until the deadline nothing told whether a task exists. */
    public static Outcome unconfirmed() {
        Failure failure = new Failure(
                Failure.SUBMISSION_UNCONFIRMED,
                "the provider's answer was lost, and no callback came until the deadline");
        return new Outcome(GenerationState.FAILED, null, List.of(), failure, null);
    }

    /** Its caller withdrew it while it was queued. */
    public static Outcome cancelled() {
        Failure failure = new Failure(Failure.CANCELLED, "cancelled by its caller");
        return new Outcome(GenerationState.CANCELLED, null, List.of(), failure, null);
    }
}
