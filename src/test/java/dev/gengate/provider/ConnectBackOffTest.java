package dev.gengate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectBackOffTest {
    private final HandClock clock = new HandClock();
    private final ConnectBackOff backOff = new ConnectBackOff(clock);

    @Test
    void anyNumberOfCallsWhileTheyGoThrough() {
        backOff.end(backOff.begin(), true);

        assertTrue(backOff.room() > 100);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "1000, 30"})
    void backOffGrowsFromASecondToHalfAMinute(int failures, int seconds) {
        fail(failures);

        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertEquals(0, backOff.room());
        clock.advance(Duration.ofMillis(1));
        assertEquals(1, backOff.room());
    }

    @Test
    void oneCallAtATimeTriesAfterTheBackOff() {
        fail(1);
        clock.advance(Duration.ofSeconds(1));

        Instant begun = backOff.begin();
        assertEquals(0, backOff.room());

        backOff.end(begun, true);
        assertTrue(backOff.room() > 100);
    }

    @Test
    void callsThatWereUnderWayTogetherAreOneFailure() {
        Instant first = backOff.begin();
        Instant second = backOff.begin();
        clock.advance(Duration.ofMillis(300));
        backOff.end(first, false);
        backOff.end(second, false);

        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, backOff.room());
    }

    private void fail(int failures) {
        for (int i = 0; i < failures; i++) {
            clock.advance(Duration.ofSeconds(60));
            backOff.end(backOff.begin(), false);
        }
    }
}
