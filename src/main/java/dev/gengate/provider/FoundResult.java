package dev.gengate.provider;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import dev.gengate.generation.ResultRole;
import java.time.Instant;

/**
 * A URL of a result, as it was found.
 *
 * @param kind what the field it stands in says; null if that says nothing
 * @param role null for what was asked for
 */
record FoundResult(String url, ResultKind kind, ResultRole role) {

    /** @param usual the kind of the model's results; null if unknown */
    Result result(ResultKind usual, Instant expiresAt) {
        ResultKind known = kind == null ? usual : kind;
        return new Result(known == null ? ResultKind.ofUrl(url) : known, role, expiresAt, url);
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
