package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueuePlace;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** A generation as its caller sees it; unknown fields are absent. Times are RFC 3339 in UTC. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationView(
        UUID id,
        String state,
        String model,
        @JsonRawValue String input,
        String taskId,
        String correlationId,
        @JsonRawValue String metadata,
        @JsonRawValue String results,
        @JsonRawValue String data,
        Failure failure,
        String modelVersion,
        BigDecimal price,
        BigDecimal creditsConsumed,
        Long queuePosition,
        Instant estimatedStart,
        Instant createdAt,
        Instant submittedAt,
        Instant completedAt) {

    /** Never shows the content. */
    @Override
    public String toString() {
        return "GenerationView[" + id + " " + state + "]";
    }

    public static GenerationView of(Generation row) {
        return of(row, null);
    }

    public static GenerationView of(Generation row, QueuePlace place) {
        return new GenerationView(
                row.id(),
                row.state().wireName(),
                row.model(),
                row.input(),
                row.taskId(),
                row.correlationId(),
                row.metadata(),
                row.results(),
                row.data(),
                row.failure(),
                row.reservation().modelVersion(),
                row.reservation().price(),
                row.creditsConsumed(),
                place == null ? null : place.position(),
                place == null ? null : place.startsAt(),
                row.createdAt(),
                row.submittedAt(),
                row.completedAt());
    }
}
