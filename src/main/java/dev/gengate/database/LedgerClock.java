package dev.gengate.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The database's clock as this replica knows it, for statements that must not run late. It errs on the early side:
 * whoever was told that the ledger is not available can rely on it.
 */
@ApplicationScoped
public class LedgerClock {
    /** So far apart clocks may be until the database's was heard for the first time. */
    private static final Duration FIRST_GUESS = Duration.ofSeconds(5);
    /** What is known sinks by that much each time, so that a clock that was set back is found again. */
    private static final Duration SINKS = Duration.ofMillis(10);

    private final Clock clock;
    private Duration ahead = FIRST_GUESS;
    private boolean heard;

    LedgerClock(Clock clock) {
        this.clock = clock;
    }

    /** The database's time as an answer told it that came just now: by how much it is ahead, at least. */
    public synchronized void heard(Instant database) {
        Duration now = Duration.between(clock.instant(), database);
        Duration before = ahead.minus(SINKS);
        ahead = heard && before.compareTo(now) > 0 ? before : now;
        heard = true;
    }

    /** The end of somebody's patience that begins now, on the database's clock. */
    public synchronized OffsetDateTime after(Duration patience) {
        return clock.instant().plus(ahead).plus(patience).atOffset(ZoneOffset.UTC);
    }
}
