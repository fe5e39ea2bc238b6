package dev.gengate.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether this replica reaches the provider. While no connection comes about it backs off, longer with every try and by
 * itself: the other replicas may have a way that works.
 */
final class ConnectBackOff {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private Instant failedAt;
    private Instant next;

    ConnectBackOff(Clock clock) {
        this.clock = clock;
    }

    /** How many calls are worth beginning now: any number, or none during a back-off and one, to see, after it. */
    synchronized int room() {
        if (failures == 0) {
            return Integer.MAX_VALUE;
        }
        return waits(clock.instant()) ? 0 : 1;
    }

    /** A call begins; while it is the one that tries, another one may follow only after a while. */
    synchronized Instant begin() {
        Instant now = clock.instant();
        if (failures > 0 && !waits(now)) {
            next = now.plus(backOff());
        }
        return now;
    }

    /** What the call came to. Calls that were under way when the back-off began are no further failures. */
    synchronized void end(Instant begun, boolean connected) {
        if (connected) {
            failures = 0;
        } else if (failures == 0 || begun.isAfter(failedAt)) {
            failures++;
            failedAt = clock.instant();
            next = failedAt.plus(backOff());
        }
    }

    /** Not for longer than there is a back-off: the clock may have been put back. */
    private boolean waits(Instant now) {
        return now.isBefore(next) && !now.isBefore(next.minus(LONGEST_BACK_OFF));
    }

    private Duration backOff() {
        Duration backOff = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return backOff.compareTo(LONGEST_BACK_OFF) < 0 ? backOff : LONGEST_BACK_OFF;
    }
}
