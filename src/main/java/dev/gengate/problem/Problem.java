package dev.gengate.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * The body of every error, {@code application/problem+json} (RFC 9457).
 *
 * @param instance the path that was asked
 * @param id the generation it is about, when there is one
 * @param errors what is wrong where; absent when the whole request is meant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, String detail, String instance, UUID id, List<FieldError> errors) {
    /** Of every error body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong.
     *
     * @param pointer a JSON pointer into the body (RFC 6901), or {@code header/…}, {@code query/…}, {@code path/…}
     */
    public record FieldError(String pointer, String detail) {}
}
