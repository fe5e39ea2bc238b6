package dev.gengate.provider.answer;

import java.io.IOException;
import java.util.Optional;

/**
 * The common structure of all JSON from the provider, answers and callbacks alike. Absent, null or unusable fields are
 * null.
 *
 * @param code the provider's own code, often contradicting the HTTP status
 * @param message {@code msg}, in old answers {@code message}
 * @param taskId the only id in the body, wherever it is
 * @param taskIdDoubtful whether the body holds two different ids or an invalid one, so that none counts
 * @param task {@code data} if it is an object
 * @param data {@code data} if it is a plain value
 */
record Envelope(Integer code, String message, String taskId, boolean taskIdDoubtful, TaskDetails task, String data) {

    /**
     * Reads a whole body; empty if it is not a JSON object, has a duplicate key, continues after its end or is too
     * large.
     */
    static Optional<Envelope> read(byte[] body) {
        if (body == null || body.length > ProviderAnswer.LARGEST_BODY) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EnvelopeReader().read(body));
        } catch (IOException | RuntimeException unreadable) {
            // Jackson's exceptions are checked; hostile bytes must not get past this point by any other exception
            return Optional.empty();
        }
    }
}
