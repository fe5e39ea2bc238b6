package dev.gengate.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.database.DatabaseUnavailableException;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Throwable UNKNOWN = new IllegalStateException("only now");

    private final Faults faults = new Faults();

    @Test
    void whatNobodyExpectedIsTriedForHalfAMinuteBeforeTheRecordIsAtFault() {
        assertTrue(Faults.possible(UNKNOWN));
        assertTrue(total(UNKNOWN).compareTo(Duration.ofSeconds(30)) > 0);
        assertNull(faults.next(UNKNOWN));
    }

    @Test
    void deadlocksAreTriedAgainWithPauses() {
        assertTrue(total(refusal("40P01")).compareTo(Duration.ofSeconds(30)) > 0);
    }

    @Test
    void dataThatTheLedgerRefusesAreTriedAgainAtOnce() {
        assertEquals(Duration.ZERO, total(refusal("22000")));
    }

    @Test
    void outagesAndRefusalsAreNoFaults() {
        assertFalse(Faults.possible(new DatabaseUnavailableException(new TimeoutException())));
        assertFalse(Faults.possible(ProblemException.of(ProblemType.QUEUE_FULL, "full")));
    }

    private Duration total(Throwable failure) {
        assertTrue(Faults.possible(failure));
        Duration total = Duration.ZERO;
        for (int tries = 1; tries < 10; tries++) {
            total = total.plus(faults.next(failure));
        }
        return total;
    }

    private static Throwable refusal(String state) {
        return new DatabaseUnavailableException(new PgException("no", "ERROR", state, ""));
    }
}
