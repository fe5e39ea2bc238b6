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
 * The one clock: the database's, as this replica knows it. What the database told is carried on by this JVM's own count
 * of nanoseconds, so that the wall clock of the machine counts for nothing, whatever it says and whenever it is set. Until
 * the database is heard, which is before anything else is done, it is the wall clock.
 *
 * <p>A machine that is suspended may not count meanwhile; it is behind until the next answer, a second at most. The
 * numbers of attempts and the guards of the statements are for that, as they are for a process that was frozen.
 */
@Singleton
public class LedgerClock extends Clock {
    private static final Logger LOG = Logger.getLogger(LedgerClock.class);
    /** Less than that is how the wires are; more is worth a line. */
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

    /** To be taken before the database is asked. */
    public long asked() {
        return nanos.getAsLong();
    }

    /** The database's time as an answer told it that came just now. */
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
                    "the database's clock went %d s: it was set, another server answers, or this machine was suspended",
                    step.toSeconds());
        }
        estimate = better;
    }

    /** How long ago the database was heard. */
    public Duration silence() {
        ClockEstimate known = estimate;
        return known == null ? ChronoUnit.FOREVER.getDuration() : Duration.ofNanos(nanos.getAsLong() - known.heardAt());
    }

    /** By how much the machine's wall clock is ahead. */
    public Duration skew() {
        return Duration.between(instant(), wall.instant());
    }

    /**
     * The end of somebody's patience that begins now, for statements that must not run late. It errs on the early side:
     * whoever was told that the ledger is not available can rely on it.
     */
    public OffsetDateTime after(Duration patience) {
        ClockEstimate known = estimate;
        Instant now = known == null ? wall.instant() : known.notBefore(nanos.getAsLong());
        return now.plus(patience).atOffset(ZoneOffset.UTC);
    }

    /** PostgreSQL keeps microseconds, so it ticks in them. */
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
        throw new UnsupportedOperationException("a clock of instants alone");
    }
}
