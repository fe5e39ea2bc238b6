package dev.gengate.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The provider's signature of a callback: base64(HMAC-SHA256(key, taskId + "." + timestamp)), as documented. It covers
 * neither the body nor a replay window, so it only complements the URL's token.
 */
final class ProviderSignature {
    static final String TIMESTAMP_HEADER = "X-Webhook-Timestamp";
    static final String SIGNATURE_HEADER = "X-Webhook-Signature";

    private final Optional<Hmac> key;
    private final Duration tolerance;
    private final Clock clock;

    /**
     * @param key the account's webhook key; empty when no signature is required
     * @param tolerance how far a timestamp may be from now, either way
     */
    ProviderSignature(Optional<String> key, Duration tolerance, Clock clock) {
        this.key = key.map(Hmac::new);
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /** The result of checking a signature, the best first. */
    enum Verdict {
        /** No key is configured. */
        NOT_REQUIRED,
        /** Made with the key for this task, within the tolerance. */
        GENUINE,
        /** Made with the key for this task, but its timestamp is outside the tolerance or not a timestamp. */
        STALE,
        /** A header or the task's id is missing. */
        MISSING,
        /** Not made with the key for this task and timestamp. */
        FORGED;

        boolean accepted() {
            return this == NOT_REQUIRED || this == GENUINE;
        }
    }

    /** Verifies the signature of one callback; an argument is null when the callback lacks it. */
    Verdict verify(String taskId, String timestamp, String signature) {
        if (key.isEmpty()) {
            return Verdict.NOT_REQUIRED;
        }
        if (taskId == null || timestamp == null || signature == null) {
            return Verdict.MISSING;
        }
        if (!matches(key.get(), taskId + '.' + timestamp, signature)) {
            return Verdict.FORGED;
        }
        return withinWindow(timestamp) ? Verdict.GENUINE : Verdict.STALE;
    }

    private static boolean matches(Hmac key, String signed, String signature) {
        byte[] expected = Base64.getEncoder().encode(key.of(signed));
        return MessageDigest.isEqual(expected, signature.strip().getBytes(UTF_8));
    }

    private boolean withinWindow(String timestamp) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(sent, clock.instant()).abs().compareTo(tolerance) <= 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException absurd) {
            return false;
        }
    }
}
