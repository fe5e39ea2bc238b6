package dev.gengate.database;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The database's clock as this replica knows it, the only clock in use. Between answers this JVM's nanoseconds carry it
 * on, so the machine's wall clock has no influence after the first answer, which precedes all other work.
 *
 * <p>A suspended machine may not count; its clock is then behind for a second at most. Attempt numbers and the
 * statements' guards cover that, as for a frozen process.
 */
@Singleton
public class LedgerClock extends Clock {
    private static final Logger LOG = Logger.getLogger(LedgerClock.class);
    /** A smaller difference is network delay; a larger one is logged. */
    private static final Duration FAR = Duration.ofSeconds(5);

    private final Clock wall;
    private final LongSupplier nanos;
    private volatile ClockEstimate estimate;

    LedgerClock() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    LedgerClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** The count to take before the database is asked. */
    public long asked() {
        return nanos.getAsLong();
    }

    /** Takes the database's time from an answer that arrived just now. */
    public synchronized void heard(Instant database, long asked) {
        ClockEstimate answer = ClockEstimate.of(database, asked, nanos.getAsLong());
        if (estimate == null) {
            estimate = answer;
            return;
        }
        ClockEstimate better = estimate.and(answer);
        Duration step = Duration.between(estimate.at(answer.heardAt()), better.at(answer.heardAt()));
        if (step.abs().compareTo(FAR) > 0) {
            LOG.warnf(
                    "the database's clock jumped by %d s: it was set, another server answers, or this machine was suspended",
                    step.toSeconds());
        }
        estimate = better;
    }

    /** Time since the database last answered. */
    public Duration silence() {
        ClockEstimate known = estimate;
        return known == null ? ChronoUnit.FOREVER.getDuration() : Duration.ofNanos(nanos.getAsLong() - known.heardAt());
    }

    /** How far the machine's wall clock is ahead. */
    public Duration skew() {
        return Duration.between(instant(), wall.instant());
    }

    /**
     * The end of a period of patience that begins now, for statements that must not run late. It errs on the early
     * side, so that a client that was told the ledger is unavailable can rely on it.
     */
    public OffsetDateTime after(Duration patience) {
        ClockEstimate known = estimate;
        Instant now = known == null ? wall.instant() : known.notBefore(nanos.getAsLong());
        return now.plus(patience).atOffset(ZoneOffset.UTC);
    }

    /** Ticks in microseconds, as PostgreSQL does. */
    @Override
    public Instant instant() {
        ClockEstimate known = estimate;
        Instant now = known == null ? wall.instant() : known.at(nanos.getAsLong());
        return now.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has no time zone");
    }
}
