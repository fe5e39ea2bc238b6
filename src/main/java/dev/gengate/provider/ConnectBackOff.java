package dev.gengate.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether this replica reaches the provider. While no connection succeeds it backs off, longer with every try and for
 * itself alone: the other replicas may have a working connection.
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

    /** How many calls are worth starting now: any number, none during a back-off, and one as a trial after it. */
    synchronized int room() {
        if (failures == 0) {
            return Integer.MAX_VALUE;
        }
        return waits(clock.instant()) ? 0 : 1;
    }

    /** A call begins; while it is the trial, the next one waits a while. */
    synchronized Instant begin() {
        Instant now = clock.instant();
        if (failures > 0 && !waits(now)) {
            next = now.plus(backOff());
        }
        return now;
    }

    /** Records a call's result. Calls that were running when the back-off began are no further failures. */
    synchronized void end(Instant begun, boolean connected) {
        if (connected) {
            failures = 0;
        } else if (failures == 0 || begun.isAfter(failedAt)) {
            failures++;
            failedAt = clock.instant();
            next = failedAt.plus(backOff());
        }
    }

    /** Never longer than a back-off lasts, since the clock may have been set back. */
    private boolean waits(Instant now) {
        return now.isBefore(next) && !now.isBefore(next.minus(LONGEST_BACK_OFF));
    }

    private Duration backOff() {
        Duration backOff = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return backOff.compareTo(LONGEST_BACK_OFF) < 0 ? backOff : LONGEST_BACK_OFF;
    }
}
