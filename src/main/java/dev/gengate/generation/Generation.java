package dev.gengate.generation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One row of the ledger. Fields that are not known yet are null; {@code input}, {@code metadata} and {@code results} are
 * JSON texts, passed on unchanged; so is {@code data}.
 *
 * @param attempts createTask calls begun so far; the fencing token of an attempt
 * @param dueAt when a replica may next pick the row up
 * @param account at the provider that it was sent with; null before that
 * @param reservation never null; its parts are where they are not known
 */
public record Generation(
        UUID id,
        String caller,
        byte[] fingerprint,
        String model,
        String input,
        String correlationId,
        String metadata,
        String traceparent,
        GenerationState state,
        int attempts,
        int polls,
        Instant dueAt,
        Instant deadlineAt,
        String taskId,
        String results,
        String data,
        Failure failure,
        BigDecimal creditsConsumed,
        String resolvedBy,
        Instant createdAt,
        Instant submittedAt,
        Instant completedAt,
        Reservation reservation,
        String account) {

    /** What stands in place of the message of a failure that was erased. */
    public static final String ERASED = "erased";

    /** Whether its content was erased, so that there is nothing to publish again. */
    public boolean erased() {
        return failure == null
                ? state == GenerationState.SUCCEEDED && results == null && data == null
                : input.equals("{}") && ERASED.equals(failure.message());
    }

    /** When the provider is asked for its task next; null while it has none. */
    public Instant nextPollAt() {
        return state == GenerationState.SUBMITTED ? dueAt : null;
    }

    /** When it ends though nothing comes, while it is open. */
    public Instant endsAt() {
        return state == GenerationState.UNCONFIRMED ? dueAt : deadlineAt;
    }

    /** The trace that its row keeps, by its id; null without one. */
    public String traceId() {
        return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
    }

    /** Names the generation, never its content: prompts and results must not reach a log. */
    @Override
    public String toString() {
        return "Generation[" + id + " " + state + "]";
    }
}
