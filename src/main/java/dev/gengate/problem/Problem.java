package dev.gengate.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of every error, {@code application/problem+json} (RFC 9457).
 *
 * @param instance the path that was asked
 * @param id the generation it is about, when there is one
 * @param errors what is wrong where; absent when the whole request is meant
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @Schema(examples = "urn:gengate:problem:invalid-input") String type,
        @Schema(examples = "The request is not valid") String title,
        @Schema(examples = "422") int status,
        @Schema(examples = "2 fields are not valid") String detail,
        @Schema(examples = "/v1/generations") String instance,
        UUID id,
        List<FieldError> errors) {
    /** Of every error body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong.
     *
     * @param pointer a JSON pointer into the body (RFC 6901), or {@code header/…}, {@code query/…}, {@code path/…}
     */
    public record FieldError(
            @Schema(examples = "/input/aspect_ratio") String pointer,
            @Schema(examples = "must be one of 1:1, 16:9, 9:16, 3:4, 4:3") String detail) {}
}
