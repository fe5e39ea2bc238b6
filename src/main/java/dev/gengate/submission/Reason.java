package dev.gengate.submission;

import dev.gengate.models.input.WellFormed;
import dev.gengate.problem.ProblemException;
import jakarta.ws.rs.core.UriInfo;

/** Why an operator does it: {@code ?reason=…}, kept in the audit. */
public final class Reason {
    private static final int LONGEST = 500;

    private Reason() {}

    /** The reason in the query; null if none is given. */
    public static String of(UriInfo uri) {
        return checked("query/reason", uri.getQueryParameters().getFirst("reason"));
    }

    /** A reason that has to be given. */
    public static String required(String pointer, String reason) {
        if (reason == null) {
            throw ProblemException.invalid(pointer, "is required");
        }
        return checked(pointer, reason);
    }

    /** The reason as it was given; null may be given. */
    public static String checked(String pointer, String reason) {
        if (reason == null) {
            return null;
        }
        if (!WellFormed.Validator.wellFormed(reason)) {
            throw ProblemException.invalid(pointer, WellFormed.TEXT);
        }
        if (reason.isBlank() || reason.length() > LONGEST) {
            throw ProblemException.invalid(pointer, "must have 1 to " + LONGEST + " characters");
        }
        return reason;
    }
}
