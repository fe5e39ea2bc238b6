package dev.gengate.generation;

import java.time.Instant;
import java.util.UUID;

/**
 * A submission to store. {@code idempotencyKey}, {@code correlationId} and {@code traceparent} may be null;
 * {@code input} and {@code metadata} are JSON texts.
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
        Instant createdAt) {

    /** Names the generation, never its content. */
    @Override
    public String toString() {
        return "NewGeneration[" + id + "]";
    }
}
