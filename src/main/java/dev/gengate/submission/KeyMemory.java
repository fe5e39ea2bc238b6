package dev.gengate.submission;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long an idempotency key is known: as long as its generation, which is purged some time after its end. A repeated
 * request after that makes a new generation; the header announces the time in advance.
 */
@ApplicationScoped
class KeyMemory {
    static final String HEADER = "Idempotency-Key-Expires";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Duration afterItsEnd;

    KeyMemory(@ConfigProperty(name = "gateway.retention.completed") Duration afterItsEnd) {
        this.afterItsEnd = afterItsEnd;
    }

    /** When the key may be forgotten, as an HTTP date; an open generation could end now at the earliest. */
    String until(GenerationView view) {
        Instant from = view.completedAt() == null ? view.createdAt() : view.completedAt();
        return HTTP_DATE.format(from.plus(afterItsEnd));
    }
}
