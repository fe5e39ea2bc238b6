package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gengate.access.Caller;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueuePlace;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A generation as its caller sees it; unknown fields are absent. Times are RFC 3339 in UTC.
 *
 * @param caller shown to an operator
 * @param contentHidden true where its reader may not see input and results
 * @param polls how often the provider was asked for its task; shown to an operator while it is open, as the two times are
 * @param nextPollAt when it is asked next
 * @param deadlineAt when it ends though nothing comes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationView(
        UUID id,
        String caller,
        String state,
        String model,
        @JsonRawValue String input,
        String account,
        String taskId,
        String correlationId,
        String traceId,
        @JsonRawValue String metadata,
        @JsonRawValue String results,
        @JsonRawValue String data,
        Failure failure,
        String modelVersion,
        BigDecimal price,
        BigDecimal creditsConsumed,
        Boolean contentHidden,
        Long queuePosition,
        Instant estimatedStart,
        Integer polls,
        Instant nextPollAt,
        Instant deadlineAt,
        Instant createdAt,
        Instant submittedAt,
        Instant completedAt) {

    /** Never shows the content. */
    @Override
    public String toString() {
        return "GenerationView[" + id + " " + state + "]";
    }

    public static GenerationView of(Generation row, Caller reader) {
        return of(row, null, reader);
    }

    /** Without its content where the reader may not see it. */
    public static GenerationView of(Generation row, QueuePlace place, Caller reader) {
        boolean shown = reader.mayRead(row);
        boolean watched = reader.operator() && !row.state().terminal();
        return new GenerationView(
                row.id(),
                reader.operator() ? row.caller() : null,
                row.state().wireName(),
                row.model(),
                shown ? row.input() : null,
                row.account(),
                row.taskId(),
                row.correlationId(),
                row.traceId(),
                row.metadata(),
                shown ? row.results() : null,
                shown ? row.data() : null,
                row.failure(),
                row.reservation().modelVersion(),
                row.reservation().price(),
                row.creditsConsumed(),
                shown ? null : true,
                place == null ? null : place.position(),
                place == null ? null : place.startsAt(),
                watched ? row.polls() : null,
                watched ? row.nextPollAt() : null,
                watched ? row.endsAt() : null,
                row.createdAt(),
                row.submittedAt(),
                row.completedAt());
    }
}
