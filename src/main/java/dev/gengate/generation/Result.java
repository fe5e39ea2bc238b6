package dev.gengate.generation;

import java.time.Duration;
import java.time.Instant;

/**
 * One thing that the provider made.
 *
 * @param role what it is beside what was asked for, such as {@code cover}; null for that
 * @param expiresAt until when its URL is good at least
 */
public record Result(ResultKind kind, String role, Instant expiresAt, String url) {
    /** How long the provider keeps a result: the least that its pages say (24 hours; elsewhere 14 days). */
    public static final Duration KEPT = Duration.ofHours(24);

    /** Never shows the URL, which gives access to the result. */
    @Override
    public String toString() {
        return "Result[" + kind + " " + role + "]";
    }
}
