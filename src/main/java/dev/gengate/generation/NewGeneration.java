package dev.gengate.generation;

import java.time.Instant;
import java.util.UUID;

/**
 * What a submission brings into the ledger. {@code idempotencyKey}, {@code correlationId} and {@code traceparent} may
 * be null; {@code input} and {@code metadata} are JSON texts.
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

    /** Says which generation, never its content. */
    @Override
    public String toString() {
        return "NewGeneration[" + id + "]";
    }
}
