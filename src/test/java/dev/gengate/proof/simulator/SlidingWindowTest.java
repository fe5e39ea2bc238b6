package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private final SlidingWindow window = new SlidingWindow(2, 10);

    @Test
    void noMoreThanTheLimitInAnyPeriod() {
        assertTrue(window.pass(0));
        assertTrue(window.pass(9));
        assertFalse(window.pass(9));

        assertTrue(window.pass(10));
        assertFalse(window.pass(18));
        assertTrue(window.pass(19));
        assertEquals(2, window.highest());
    }

    @Test
    void refusedTriesDoNotCount() {
        window.pass(0);
        window.pass(0);
        for (int time = 1; time < 10; time++) {
            assertFalse(window.pass(time));
        }
        assertTrue(window.pass(10));
    }

    @Test
    void withoutALimitItOnlyCounts() {
        SlidingWindow open = new SlidingWindow(0, 10);
        for (int time = 0; time < 10; time++) {
            assertTrue(open.pass(time));
        }
        assertEquals(10, open.highest());
    }
}
