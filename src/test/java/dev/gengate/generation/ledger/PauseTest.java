package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.account.RateLimitStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pause of all replicas, on a ledger of its own: two connections are two replicas. */
class PauseTest extends LedgerTest {
    private static final String MILLIS =
            "select round(1000 * extract(epoch from paused_until - clock_timestamp())) from pace";
    private static final String IS_OVER = "update pace set paused_until = clock_timestamp()";

    private Connection other;

    PauseTest() {
        super(10);
    }

    @BeforeEach
    void twoReplicas() throws SQLException {
        other = anotherReplica();
        execute(replica, "prepare pause (text, bigint, bigint, bigint) as " + RateLimitStore.PAUSE);
    }

    @Test
    void otherReplicasKeepItAsLongAsTheProviderAsked() throws SQLException {
        pause("90000");

        assertPause(90_000);
        assertEquals("queued", ledger.accept(other, "ads", 0));
        assertEquals(0, ledger.claim(other, 10, 0).size());
        execute(other, IS_OVER);
        assertEquals(1, ledger.claim(other, 10, 0).size());
    }

    @Test
    void longerPauseThatTheProviderAsksForMeanwhileHoldsAndAShorterOneDoesNot() throws SQLException {
        pause("20000");
        pause("60000");
        assertPause(60_000);
        pause("5000");
        assertPause(60_000);
    }

    @Test
    void eachPauseInARowIsTwiceAsLongUpToHalfAMinute() throws SQLException {
        for (long millis : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000}) {
            execute(replica, IS_OVER);
            pause("null");
            assertPause(millis);
        }
    }

    @Test
    void refusalsOfCallsThatWereUnderWayAreNoFurtherStrikes() throws SQLException {
        pause("null");
        pause("null");
        pause("null");

        assertPause(1_000);
        assertEquals("1", value(other, "select strikes from pace"));
    }

    @Test
    void taskThatIsTakenEndsTheRow() throws SQLException {
        assertEquals("submitting", ledger.accept(other, "ads", 0));
        for (int strike = 0; strike < 3; strike++) {
            execute(replica, IS_OVER);
            pause("null");
        }
        assertPause(4_000);

        String sent = value(other, "select id from generation");
        execute(
                other,
                "execute submitted (array['" + sent
                        + "']::uuid[], array[1], array['t'], array[now()], array[1.0], array[1.0])");

        execute(replica, IS_OVER);
        pause("null");
        assertPause(1_000);
    }

    private void pause(String retryAfter) throws SQLException {
        execute(replica, "execute pause ('RATE_LIMITED', " + retryAfter + ", 1000, 30000)");
    }

    /** As another replica sees it. */
    private void assertPause(long millis) throws SQLException {
        long left = Long.parseLong(value(other, MILLIS));
        assertTrue(left <= millis && left > millis - 900, left + " ms");
    }
}
