package dev.gengate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectBackOffTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final ConnectBackOff reach = new ConnectBackOff(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void anyNumberOfCallsWhileTheyGoThrough() {
        reach.end(reach.begin(), true);

        assertTrue(reach.room() > 100);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "1000, 30"})
    void backOffGrowsFromASecondToHalfAMinute(int failures, int seconds) {
        fail(failures);

        now = now.plusSeconds(seconds).minusMillis(1);
        assertEquals(0, reach.room());
        now = now.plusMillis(1);
        assertEquals(1, reach.room());
    }

    @Test
    void oneCallAtATimeTriesAfterTheBackOff() {
        fail(1);
        now = now.plusSeconds(1);

        Instant begun = reach.begin();
        assertEquals(0, reach.room());

        reach.end(begun, true);
        assertTrue(reach.room() > 100);
    }

    @Test
    void callsThatWereUnderWayTogetherAreOneFailure() {
        Instant first = reach.begin();
        Instant second = reach.begin();
        now = now.plusMillis(300);
        reach.end(first, false);
        reach.end(second, false);

        now = now.plus(Duration.ofSeconds(1));
        assertEquals(1, reach.room());
    }

    private void fail(int failures) {
        for (int i = 0; i < failures; i++) {
            now = now.plusSeconds(60);
            reach.end(reach.begin(), false);
        }
    }
}
