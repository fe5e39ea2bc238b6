package dev.gengate.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.Priority;
import dev.gengate.models.Catalogue;
import dev.gengate.models.input.WellFormed;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * The body of a submission.
 *
 * @param model the provider's name of the model; {@value Catalogue#DEFAULT_MODEL} when left out
 * @param input the provider's input of that model, checked against its schema
 * @param correlationId the caller's own reference, 1 to 128 characters, no control characters
 * @param metadata up to 16 entries, keys of 1 to 40 and values of up to 500 characters; carried to the event
 * @param priority order within the caller's own queue; normal when left out
 */
public record SubmissionRequest(
        @WellFormed String model,
        JsonNode input,
        @CodePointLength(min = 1, max = 128, message = "must have 1 to 128 characters")
                @Pattern(regexp = "\\P{Cc}*", message = "must not contain control characters")
                @WellFormed
                String correlationId,
        @Size(max = MOST_METADATA, message = TOO_MUCH_METADATA)
                Map<
                                @NotEmpty(message = "must have a key of 1 to 40 characters")
                                @CodePointLength(max = 40, message = "must have a key of 1 to 40 characters")
                                @WellFormed String,
                                @NotNull(message = "must not be null")
                                @CodePointLength(max = 500, message = "must have at most 500 characters") @WellFormed
                                String>
                        metadata,
        Priority priority) {

    static final int MOST_METADATA = 16;
    static final String TOO_MUCH_METADATA = "must have at most " + MOST_METADATA + " entries";

    /** Never shows the content. */
    @Override
    public String toString() {
        return "SubmissionRequest[" + priority + "]";
    }
}
