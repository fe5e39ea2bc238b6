package dev.gengate.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.problem.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A request as it came.
 *
 * @param source {@code ce_source}; null where it is missing or cannot be read
 * @param id {@code ce_id}; null where it is missing or cannot be read
 * @param traceparent the trace that it belongs to, not checked; null for none
 * @param data JSON of the request; null where there is a fault
 * @param fault why it is no request, or null
 */
record RequestEvent(String source, String id, String traceparent, byte[] data, ProblemException fault) {
    /** The one type that is understood. */
    static final String TYPE = "dev.gengate.generation.requested.v1";

    /** A URI has no space, so the first one ends the source. */
    private static final Pattern READABLE = Pattern.compile("[!-~]+ [ -~]+");

    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_CORRELATION_ID = 128;
    private static final Pattern NO_CONTROLS = Pattern.compile("\\P{Cc}+");

    /** Never shows the content. */
    @Override
    public String toString() {
        return "RequestEvent[" + id + "]";
    }

    /** Made of source and id, different for each pair; a digest where they are too long or not plain. */
    String idempotencyKey() {
        String key = source + " " + id;
        boolean plain = key.length() <= LONGEST_KEY
                && source.indexOf(' ') < 0
                && READABLE.matcher(key).matches();
        return plain ? key : "sha256:" + digest();
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getBytes(UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(id.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What the completed event says of a request that names no correlationId; null for an id that does not fit. */
    String correlationId() {
        boolean fits = id.codePointCount(0, id.length()) <= LONGEST_CORRELATION_ID
                && NO_CONTROLS.matcher(id).matches();
        return fits ? id : null;
    }
}
