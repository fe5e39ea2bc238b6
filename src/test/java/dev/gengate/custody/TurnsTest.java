package dev.gengate.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.custody.Copier.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four places. */
class TurnsTest {
    private static final Job NEW = new Job(null, Instant.MAX, 0, null);
    private static final Job OF_THE_STORE = new Job(null, Instant.MAX, 1, "store");
    private static final Job FAILED = new Job(null, Instant.MAX, 1, "timeout");

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final Turns turns = new Turns(4, () -> now);

    @Test
    void whatAHostHasFailedGetsHalfOfThePlaces() {
        add(FAILED, FAILED, FAILED, NEW, OF_THE_STORE, NEW);

        assertSame(FAILED, turns.next());
        assertSame(FAILED, turns.next());
        assertSame(NEW, turns.next());
        assertSame(OF_THE_STORE, turns.next());
        assertNull(turns.next());
        turns.over(FAILED);
        assertSame(FAILED, turns.next());
    }

    @Test
    void onlyPlaceIsForWhatHasNotFailed() {
        Turns one = new Turns(1, () -> now);
        one.add(FAILED);
        one.add(NEW);

        assertSame(NEW, one.next());
        assertNull(one.next());
        one.over(NEW);
        assertSame(FAILED, one.next());
    }

    /** What hangs meanwhile tells nothing, and keeps nobody from asking. */
    @Test
    void whileTheStoreIsAwayOneAsks() {
        add(FAILED, FAILED, FAILED);
        turns.next();
        turns.next();

        assertEquals(List.of(FAILED), turns.storeIsAway());
        assertFalse(turns.takes(FAILED));
        assertFalse(turns.asks());
        add(OF_THE_STORE, NEW);
        assertSame(OF_THE_STORE, turns.next());
        assertNull(turns.next());
        turns.over(OF_THE_STORE);
        assertTrue(turns.asks());
        assertSame(NEW, turns.next());
        turns.storeIsThere();
        assertTrue(turns.takes(FAILED));
    }

    /** Nothing that could ask may be left. */
    @Test
    void storeIsNotTakenForAwayForEver() {
        turns.storeIsAway();
        now = now.plus(Duration.ofMinutes(1));
        assertTrue(turns.storeAway());
        now = now.plus(Duration.ofMinutes(1));

        assertFalse(turns.storeAway());
    }

    private void add(Job... jobs) {
        List.of(jobs).forEach(turns::add);
    }
}
