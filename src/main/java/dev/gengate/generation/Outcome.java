package dev.gengate.generation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How the provider's side of a generation ended, before it is committed.
 *
 * @param state {@link GenerationState#SUCCEEDED} or {@link GenerationState#FAILED}
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
}
