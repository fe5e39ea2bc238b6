package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LedgerClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LedgerClock time = new LedgerClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void clocksMayBeFiveSecondsApartUntilTheDatabasesIsHeard() {
        assertEquals(Duration.ofSeconds(5), ahead());

        time.heard(NOW.plusSeconds(2));

        assertEquals(Duration.ofSeconds(2), ahead());
    }

    @Test
    void answersThatTookLongDoNotMakeItLookBehind() {
        time.heard(NOW.minusSeconds(3));

        time.heard(NOW.minusSeconds(3).minusMillis(700));
        time.heard(NOW.minusSeconds(3).minusMillis(700));

        assertEquals(Duration.ofSeconds(-3).minusMillis(20), ahead());
    }

    @Test
    void clockThatWasSetIsFoundAgain() {
        time.heard(NOW);
        time.heard(NOW.plusSeconds(60));
        assertEquals(Duration.ofSeconds(60), ahead());

        for (int i = 0; i < 1_000; i++) {
            time.heard(NOW.plusSeconds(50));
        }
        assertEquals(Duration.ofSeconds(50), ahead());
    }

    private Duration ahead() {
        return Duration.between(NOW, time.after(Duration.ZERO).toInstant());
    }
}
