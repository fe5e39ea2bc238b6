package dev.gengate.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.generation.Priority;
import dev.gengate.generation.Reservation;
import dev.gengate.models.Price;
import dev.gengate.models.ReadyInput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A valid request in its canonical form: fields in a fixed order, absent ones left out.
 *
 * @param input JSON text, as the caller asks for it
 * @param correlationId null if there is none
 * @param metadata JSON text, keys in order
 * @param ready the input as the provider gets it, and what it costs
 */
record Submission(
        String model, String input, String correlationId, String metadata, Priority priority, ReadyInput ready) {

    /** Never shows the content. */
    @Override
    public String toString() {
        return "Submission[" + model + "]";
    }

    /** The same, with that as its correlationId unless it has one. */
    Submission correlatedBy(String id) {
        return correlationId != null || id == null ? this : new Submission(model, input, id, metadata, priority, ready);
    }

    /** What the row and the event hold of it. */
    int bytes() {
        return input.getBytes(UTF_8).length + metadata.getBytes(UTF_8).length;
    }

    /** JSON text of what the provider gets. */
    String sent() {
        return ready.sent() == ready.asked() ? input : ready.sent().toString();
    }

    /** What the row keeps of the model and of the price. */
    Reservation reservation() {
        Price.Quote quote = ready.quote();
        return new Reservation(
                ready.model().version(), quote == null ? null : quote.from(), quote == null ? null : quote.to());
    }

    /**
     * SHA-256 of the request: an idempotency key must always come with the same one. Defaults are no part of it: a
     * model's may change.
     */
    byte[] fingerprint() {
        return fingerprint(model, input, correlationId, metadata, priority);
    }

    static byte[] fingerprint(String model, String input, String correlationId, String metadata, Priority priority) {
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
