package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Wall wall = new Wall();
    /** The true time since noon, which the database tells and the JVM counts from anywhere. */
    private Duration passed = Duration.ZERO;

    private final LedgerClock clock = new LedgerClock(wall, () -> passed.toNanos() - 77);

    @Test
    void isTheWallClockUntilTheDatabaseIsHeard() {
        wall.offset = Duration.ofMinutes(20);

        assertEquals(NOON.plus(wall.offset), clock.instant());
        assertEquals(NOON.plus(wall.offset).plusSeconds(1), end(Duration.ofSeconds(1)));
        assertEquals(Duration.ZERO, clock.skew());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT20M", "PT-20M", "PT0S", "P3650D"})
    void wallClockCountsForNothingAfterThat(Duration offset) {
        wall.offset = offset;
        hear(Duration.ZERO, Duration.ZERO);

        pass(Duration.ofHours(1));

        assertEquals(NOON.plus(passed), clock.instant());
        assertEquals(offset, clock.skew());
        wall.offset = Duration.ZERO;
        assertEquals(NOON.plus(passed), clock.instant());
    }

    @Test
    void answerMayHaveTakenItsTimeOnEitherWay() {
        hear(Duration.ofMillis(60), Duration.ofMillis(40));

        assertEquals(NOON.plus(passed).plusMillis(10), clock.instant());
        assertEquals(NOON.plus(passed).minusMillis(40), end(Duration.ZERO));
    }

    @Test
    void quickAnswersCountMoreThanSlowOnes() {
        hear(Duration.ofMillis(1), Duration.ofMillis(1));
        for (int i = 0; i < 10; i++) {
            hear(Duration.ZERO, Duration.ofMillis(700));
            hear(Duration.ofMillis(700), Duration.ZERO);
        }

        assertWithin(20, Duration.between(NOON.plus(passed), clock.instant()));
        assertTrue(end(Duration.ZERO).isAfter(NOON.plus(passed).minusMillis(20)));
    }

    @Test
    void endOfAPatienceIsNeverLateHoweverLongAgoTheDatabaseWasHeard() {
        hear(Duration.ofMillis(5), Duration.ofMillis(5));
        pass(Duration.ofMinutes(10));

        assertEquals(NOON.plus(passed).minusMillis(605), end(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "PT-10M", "PT3S"})
    void clockOfAnotherServerIsFoundWithTheNextAnswer(Duration offset) {
        hear(Duration.ofMillis(2), Duration.ofMillis(2));
        Instant before = clock.instant();

        clock.heard(before.plus(offset), clock.asked());

        assertEquals(before.plus(offset), clock.instant());
    }

    @Test
    void machineThatWasSuspendedIsInTimeWithTheNextAnswer() {
        hear(Duration.ofMillis(2), Duration.ofMillis(2));

        clock.heard(clock.instant().plusSeconds(3_600), clock.asked());

        assertEquals(NOON.plus(passed).plusSeconds(3_600), clock.instant());
    }

    @Test
    void clocksThatDriftApartAreFollowed() {
        for (int second = 0; second < 3_600; second++) {
            passed = passed.plusSeconds(1);
            clock.heard(NOON.plus(passed).plusNanos(second * 500_000L), clock.asked());
        }

        assertWithin(1_800 + 2, Duration.between(NOON.plus(passed), clock.instant()));
        assertTrue(clock.instant().isAfter(NOON.plus(passed).plusMillis(1_795)));
    }

    @Test
    void silenceLastsSinceTheLastAnswer() {
        assertTrue(clock.silence().compareTo(Duration.ofDays(365)) > 0);
        hear(Duration.ZERO, Duration.ZERO);

        pass(Duration.ofSeconds(3));

        assertEquals(Duration.ofSeconds(3), clock.silence());
    }

    @Test
    void idsCarryTheDatabasesTimeAndGrow() {
        wall.offset = Duration.ofMinutes(-20);
        hear(Duration.ZERO, Duration.ZERO);
        LedgerIds ids = new LedgerIds(clock);

        UUID first = ids.next();
        clock.heard(clock.instant().minusMillis(30), clock.asked());
        UUID second = ids.next();

        assertEquals(NOON.toEpochMilli(), first.getMostSignificantBits() >>> 16);
        assertTrue(first.toString().compareTo(second.toString()) < 0, first + " " + second);
    }

    /** The database reads its clock so long after it was asked, and so long before the answer is there. */
    private void hear(Duration there, Duration back) {
        long asked = clock.asked();
        pass(there);
        Instant time = NOON.plus(passed);
        pass(back);
        clock.heard(time, asked);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    private Instant end(Duration patience) {
        return clock.after(patience).toInstant();
    }

    private static void assertWithin(long millis, Duration difference) {
        assertTrue(difference.abs().toMillis() <= millis, difference.toString());
    }

    private final class Wall extends Clock {
        private Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return NOON.plus(passed).plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
