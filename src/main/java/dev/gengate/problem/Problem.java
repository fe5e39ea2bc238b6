package dev.gengate.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * The body of every error, {@code application/problem+json} (RFC 9457).
 *
 * @param instance the path of the request
 * @param id the generation it is about, if there is one
 * @param errors the fields at fault; absent if the problem is the whole request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, String detail, String instance, UUID id, List<FieldError> errors) {
    /** The media type of every error body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One field at fault.
     *
     * @param pointer a JSON pointer into the body (RFC 6901), or {@code header/…}, {@code query/…}, {@code path/…}
     */
    public record FieldError(String pointer, String detail) {}
}
