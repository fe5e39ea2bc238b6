package dev.gengate.generation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A submission to store. {@code idempotencyKey}, {@code correlationId} and {@code traceparent} may be null;
 * {@code input} and {@code metadata} are JSON texts.
 *
 * @param reservation the version of the model, and what the generation may cost
 */
public record NewGeneration(
        UUID id,
        String caller,
        String idempotencyKey,
        byte[] fingerprint,
        String model,
        String input,
        String correlationId,
        String metadata,
        Priority priority,
        String traceparent,
        Instant createdAt,
        Reservation reservation) {

    /** What it costs at most; null if nobody knows. */
    public BigDecimal credits() {
        return reservation.price();
    }

    /** Names the generation, never its content. */
    @Override
    public String toString() {
        return "NewGeneration[" + id + "]";
    }
}
