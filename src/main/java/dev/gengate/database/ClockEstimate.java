package dev.gengate.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * By how much the database's clock is ahead of this JVM's own count of nanoseconds, at least and at most.
 *
 * @param heardAt the count when the last answer came
 * @param least ahead if the database had read its clock when the answer came
 * @param most ahead if it had done so when it was asked
 */
record ClockEstimate(long heardAt, long least, long most) {
    /** One may win that part on the other at most: both are slewed, by half of it. */
    private static final long DRIFT = 1_000;

    /** What one answer tells. */
    static ClockEstimate of(Instant database, long asked, long heard) {
        long time = ChronoUnit.NANOS.between(Instant.EPOCH, database);
        return new ClockEstimate(heard, time - heard, time - asked);
    }

    /** What both tell; what the newer one alone tells if they contradict each other: a clock was set. */
    ClockEstimate and(ClockEstimate newer) {
        long drift = drift(newer.heardAt);
        ClockEstimate both = new ClockEstimate(
                newer.heardAt, Math.max(least - drift, newer.least), Math.min(most + drift, newer.most));
        return both.least <= both.most ? both : newer;
    }

    /** The likeliest time of the database's clock at this count. */
    Instant at(long nanos) {
        return instant(nanos + least + (most - least) / 2);
    }

    /** It is not earlier than that at this count. */
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
