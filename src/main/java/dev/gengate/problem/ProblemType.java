package dev.gengate.problem;

import java.util.Arrays;
import java.util.Locale;

/** The catalogue of errors. Each is one kind of answer that a client can act on; {@code type} names it. */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not JSON"),
    BAD_REQUEST(400, "The request cannot be understood"),
    UNAUTHORIZED(401, "Credentials are missing or wrong"),
    NO_CREDITS(402, "The provider's account has not enough credits"),
    FORBIDDEN(403, "The required role is missing"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Only JSON is served"),
    CONFLICT(409, "The generation's state does not allow this"),
    GONE(410, "The result can no longer be had"),
    TOO_LARGE(413, "The body is too large"),
    NOT_JSON(415, "The content type is not application/json"),
    NOT_MEDIA(415, "The file is no image, video or audio"),
    RANGE_NOT_SATISFIABLE(416, "The result is shorter"),
    INVALID_INPUT(422, "The request is not valid"),
    KEY_REUSED(422, "The idempotency key was used for another request"),
    REFUSED_INPUT(422, "The provider refused the input"),
    QUEUE_FULL(429, "The queue is full"),
    QUOTA_EXCEEDED(429, "The caller's daily limit is used up"),
    BUDGET_EXCEEDED(429, "The caller's budget is used up"),
    FILES_FULL(429, "The caller keeps as many files as it may"),
    TOO_MANY_SEARCHES(429, "The caller has too many searches under way"),
    INTERNAL(500, "Internal error"),
    PROVIDER_ERROR(502, "The provider failed"),
    UNAVAILABLE(503, "Temporarily unavailable");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The title that all problems of this type share. */
    public String title() {
        return title;
    }

    /** A stable name, {@code urn:gengate:problem:invalid-input}; it need not be resolvable (RFC 9457, 3.1.1). */
    public String uri() {
        return "urn:gengate:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The first type with that status; {@link #INTERNAL} if there is none. */
    public static ProblemType ofStatus(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status)
                .findFirst()
                .orElse(status < 500 ? BAD_REQUEST : INTERNAL);
    }
}
