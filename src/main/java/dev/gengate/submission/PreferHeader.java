package dev.gengate.submission;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Prefer header (RFC 7240): {@code wait=N} seconds and {@code respond-async}; other preferences are ignored, as the
 * RFC requires.
 *
 * @param patience zero if not asked for; {@link #LONGEST_WAIT} at most
 */
record PreferHeader(Duration patience, boolean respondAsync) {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

    static PreferHeader of(List<String> headers) {
        Duration wait = Duration.ZERO;
        boolean respondAsync = false;
        for (String preference :
                String.join(",", headers).toLowerCase(Locale.ROOT).split(",")) {
            String token = preference.split(";", 2)[0].strip();
            Matcher matcher = WAIT.matcher(token);
            if (matcher.matches() && wait.isZero()) {
                wait = shorter(Duration.ofSeconds(Long.parseLong(matcher.group(1))));
            }
            respondAsync |= token.equals("respond-async");
        }
        return new PreferHeader(wait, respondAsync);
    }

    boolean waits() {
        return !patience.isZero();
    }

    /** How long to wait for the provider's answer; unlimited unless the caller says otherwise. */
    Duration forSending() {
        if (respondAsync) {
            return Duration.ZERO;
        }
        return waits() ? patience : FOR_EVER;
    }

    /** The preference that the answer reports as applied, or null. Waiting takes precedence over answering at once. */
    String applied() {
        return respondAsync && !waits() ? "respond-async" : appliedToReading();
    }

    /** The same for reads, which have nothing to run asynchronously. */
    String appliedToReading() {
        return waits() ? "wait=" + patience.toSeconds() : null;
    }

    private static Duration shorter(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
}
