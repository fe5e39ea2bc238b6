package dev.gengate.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Bounds on how far the database's clock is ahead of this JVM's count of nanoseconds.
 *
 * @param heardAt the count when the last answer arrived
 * @param least the lead if the database read its clock when the answer arrived
 * @param most the lead if it read its clock when it was asked
 */
record ClockEstimate(long heardAt, long least, long most) {
    /** The greatest relative drift of the two clocks: each is slewed by at most half of it. */
    private static final long DRIFT = 1_000;

    /** The estimate from one answer. */
    static ClockEstimate of(Instant database, long asked, long heard) {
        long time = ChronoUnit.NANOS.between(Instant.EPOCH, database);
        return new ClockEstimate(heard, time - heard, time - asked);
    }

    /** The intersection of both; the newer one alone if they contradict each other, because a clock was set. */
    ClockEstimate and(ClockEstimate newer) {
        long drift = drift(newer.heardAt);
        ClockEstimate both = new ClockEstimate(
                newer.heardAt, Math.max(least - drift, newer.least), Math.min(most + drift, newer.most));
        return both.least <= both.most ? both : newer;
    }

    /** The most likely time of the database's clock at this count. */
    Instant at(long nanos) {
        return instant(nanos + least + (most - least) / 2);
    }

    /** A lower bound of the database's time at this count. */
    Instant notBefore(long nanos) {
        return instant(nanos + least - drift(nanos));
    }

    private long drift(long nanos) {
        return Math.max(0, nanos - heardAt) / DRIFT;
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
