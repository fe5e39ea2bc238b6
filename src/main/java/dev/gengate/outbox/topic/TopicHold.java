package dev.gengate.outbox.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * For how long a topic itself has taken no events, as far as this replica knows. What waits for it may be sent by another
 * replica once it is mended: a topic that is idle here and does not refuse again is held up no longer.
 */
final class TopicHold {
    private static final Duration KNOWN = Duration.ofMinutes(5);

    private final Clock clock;
    private volatile Instant since = Instant.MIN;
    private volatile Instant until = Instant.MIN;
    private volatile String why;

    TopicHold(Clock clock) {
        this.clock = clock;
    }

    /** @param again when it is asked again */
    synchronized void refused(Throwable failure, Instant again) {
        why = failure.getClass().getSimpleName();
        if (!lasts()) {
            since = clock.instant();
        }
        until = again.plus(KNOWN);
    }

    void takes() {
        if (until != Instant.MIN) {
            until = Instant.MIN;
        }
    }

    /** Zero while it takes events. */
    Duration length() {
        return lasts() ? Duration.between(since, clock.instant()) : Duration.ZERO;
    }

    /** As the log has it; null while it takes events. */
    String reason() {
        return lasts() ? why : null;
    }

    private boolean lasts() {
        return clock.instant().isBefore(until);
    }
}
