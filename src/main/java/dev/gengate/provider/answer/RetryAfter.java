package dev.gengate.provider.answer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3); from a second to 5 minutes. */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {}

    /** How long to wait from now; empty for an invalid header, and for no wait: the gateway pauses by itself then. */
    static Optional<Duration> read(String header, Clock clock) {
        String text = header.strip();
        Optional<Duration> wait = text.matches("\\d{1,18}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : date(text).map(date -> Duration.between(clock.instant(), date));
        return wait.filter(some -> some.compareTo(SHORTEST) >= 0)
                .map(some -> some.compareTo(LONGEST) > 0 ? LONGEST : some);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
