package dev.gengate.provider.answer;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import java.time.Instant;

/**
 * A URL of a result, as it was found.
 *
 * @param role null for what was asked for
 */
record FoundResult(String url, ResultKind kind, String role) {

    Result result(Instant expiresAt) {
        return new Result(kind, role, expiresAt, url);
    }

    boolean askedFor() {
        return role == null;
    }

    /** Never shows the URL. */
    @Override
    public String toString() {
        return "FoundResult[" + kind + " " + role + "]";
    }
}
