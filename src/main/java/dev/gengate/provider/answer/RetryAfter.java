package dev.gengate.provider.answer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3); 5 minutes at most. */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** How long to wait from now; zero for a past date; empty for an invalid header. */
    static Optional<Duration> read(String header, Clock clock) {
        String text = header.strip();
        return text.matches("\\d{1,18}")
                ? Optional.of(limited(Duration.ofSeconds(Long.parseLong(text))))
                : date(text).map(date -> limited(Duration.between(clock.instant(), date)));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Duration limited(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
