package dev.gengate.callback;

import static dev.gengate.callback.FailedAuthentications.Judgement.FIRST_OVER;
import static dev.gengate.callback.FailedAuthentications.Judgement.OVER;
import static dev.gengate.callback.FailedAuthentications.Judgement.WITHIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Wrong tokens by source and minute. */
class FailedAuthenticationsTest {
    private Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final Clock moving = new Clock() {
        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void limitHoldsForAMinuteAndIsSaidOnce() {
        FailedAuthentications failures = new FailedAuthentications(2, moving);

        assertEquals(WITHIN, failures.count("192.0.2.1"));
        assertEquals(WITHIN, failures.count("192.0.2.1"));
        assertEquals(FIRST_OVER, failures.count("192.0.2.1"));
        assertEquals(OVER, failures.count("192.0.2.1"));

        clock = Clock.offset(clock, Duration.ofMinutes(1));
        assertEquals(WITHIN, failures.count("192.0.2.1"));
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneSource() {
        FailedAuthentications failures = new FailedAuthentications(1, moving);

        assertEquals(WITHIN, failures.count("2001:db8:1:2::1"));
        assertEquals(FIRST_OVER, failures.count("2001:db8:1:2:ffff::2"));
    }

    @Test
    void zeroIsNoLimit() {
        FailedAuthentications failures = new FailedAuthentications(0, moving);

        assertTrue(IntStream.range(0, 1_000).allMatch(any -> failures.count("192.0.2.1") == WITHIN));
    }

    @Test
    void aMillionSourcesAreCountedInTheSameMemoryAndNonsenseIsASource() {
        FailedAuthentications failures = new FailedAuthentications(10, moving);

        long over = IntStream.range(0, 1_000_000)
                .filter(source ->
                        failures.count("10." + (source >> 16) + "." + (source >> 8 & 255) + "." + (source & 255))
                                != WITHIN)
                .count();

        assertTrue(over > 900_000, "the counters are shared");
        assertEquals(WITHIN, new FailedAuthentications(1, moving).count("no address \u0000"));
    }
}
