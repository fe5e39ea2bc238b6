package dev.gengate.provider;

import java.io.IOException;
import java.util.Optional;

/**
 * What all JSON of the provider has in common, answers and callbacks alike. Fields that were absent, null or of no
 * use are null.
 *
 * @param code the outcome by the provider's count, often against the HTTP status
 * @param message {@code msg}, in old answers {@code message}
 * @param taskId the one id that the body gives, wherever it stands
 * @param taskIdDoubtful whether the body gives two different ids, or an absurd one, and so none at all
 * @param task {@code data} where it is an object
 * @param data {@code data} where it is a plain value
 */
record Envelope(Integer code, String message, String taskId, boolean taskIdDoubtful, TaskDetails task, String data) {

    /** Reads a whole body; empty when it is no JSON object, has a key twice, goes on after its end or is too large. */
    static Optional<Envelope> read(byte[] body) {
        if (body == null || body.length > ProviderAnswer.LARGEST_BODY) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EnvelopeReader().read(body));
        } catch (IOException | RuntimeException unreadable) {
            // Jackson's own exceptions are checked ones; hostile bytes must not get past this point by any other
            return Optional.empty();
        }
    }
}
