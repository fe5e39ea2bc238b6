package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.models.ModelInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A generation as its caller sees it; what is not known yet is absent. Times are RFC 3339 in UTC. */
@Schema(name = "Generation")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationView(
        @Schema(examples = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11") UUID id,
        @Schema(
                        enumeration = {
                            "queued",
                            "submitting",
                            "submitted",
                            "unconfirmed",
                            "succeeded",
                            "failed",
                            "expired",
                            "cancelled"
                        })
                String state,
        @Schema(examples = "google/imagen4-fast") String model,
        @Schema(implementation = ModelInput.class) @JsonRawValue String input,
        @Schema(description = "The provider's id of the task, opaque") String taskId,
        @Schema(examples = "order-42") String correlationId,
        @Schema(implementation = Map.class, examples = "{\"team\":\"ads\"}") @JsonRawValue String metadata,
        @Schema(implementation = ImageView[].class) @JsonRawValue String images,
        Failure failure,
        @Schema(description = "Credits of the provider's account, may be fractional", examples = "4")
                BigDecimal creditsConsumed,
        @Schema(
                        description = "While queued, an estimate: its place in the line of all callers, 1 is next",
                        examples = "3")
                Long queuePosition,
        @Schema(
                        description = "While queued, an estimate of when it is sent; absent while that cannot be said",
                        examples = "2026-01-01T10:00:07Z")
                Instant estimatedStart,
        Instant createdAt,
        Instant submittedAt,
        Instant completedAt) {

    /** Never its content. */
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
                row.images(),
                row.failure(),
                row.creditsConsumed(),
                place == null ? null : place.position(),
                place == null ? null : place.startsAt(),
                row.createdAt(),
                row.submittedAt(),
                row.completedAt());
    }

    /** One image; its URL expires, fetch it soon. */
    @Schema(name = "Image")
    public record ImageView(@Schema(examples = "https://tempfile.example/f/ae98.png") String url) {}
}
