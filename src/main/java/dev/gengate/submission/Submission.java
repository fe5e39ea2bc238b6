package dev.gengate.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.generation.Priority;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A valid request in its canonical form: fields in a fixed order, absent ones left out.
 *
 * @param input JSON text, as sent to the provider
 * @param correlationId null if there is none
 * @param metadata JSON text, keys in order
 */
record Submission(String model, String input, String correlationId, String metadata, Priority priority) {

    /** Never shows the content. */
    @Override
    public String toString() {
        return "Submission[" + model + "]";
    }

    /** SHA-256 of the request: an idempotency key must always come with the same one. */
    byte[] fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {model, input, correlationId, metadata, priority.name()}) {
                digest.update(String.valueOf(part).getBytes(UTF_8));
                digest.update((byte) (part == null ? 1 : 0));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
