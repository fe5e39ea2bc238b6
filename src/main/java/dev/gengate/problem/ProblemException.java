package dev.gengate.problem;

import dev.gengate.problem.Problem.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An error answer from the catalogue. Detail and field errors never quote a prompt, a secret or a result URL. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** As many as an answer names. */
    public static final int MOST_ERRORS = 50;

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final UUID id;
    private final Duration retryAfter;

    private ProblemException(ProblemType type, String detail, UUID id, List<FieldError> errors, Duration retryAfter) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = errors;
        this.id = id;
        this.retryAfter = retryAfter;
    }

    /** A problem of the whole request. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, null, null, null);
    }

    /** A problem of a generation that exists. */
    public static ProblemException of(ProblemType type, String detail, UUID id) {
        return new ProblemException(type, detail, id, null, null);
    }

    /** A problem that may go away after that time. */
    public static ProblemException retryable(ProblemType type, String detail, Duration retryAfter) {
        return new ProblemException(type, detail, null, null, retryAfter);
    }

    /** An invalid request, with its fields at fault, or the first of very many. */
    public static ProblemException invalid(List<FieldError> errors) {
        List<FieldError> told = errors.stream().limit(MOST_ERRORS).toList();
        String detail = told.size() == 1 ? "1 field is not valid" : told.size() + " fields are not valid";
        return new ProblemException(ProblemType.INVALID_INPUT, detail, null, told, null);
    }

    /** An invalid request with one field at fault. */
    public static ProblemException invalid(String pointer, String detail) {
        return invalid(List.of(new FieldError(pointer, detail)));
    }

    /** The type of the problem. */
    public ProblemType type() {
        return type;
    }

    /** When to retry, or null. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The body of the answer to a request for that path. */
    public Problem problem(String instance) {
        return new Problem(type.uri(), type.title(), type.status(), getMessage(), instance, id, errors);
    }
}
