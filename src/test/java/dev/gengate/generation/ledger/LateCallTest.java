package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.account.RateLimitStore;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slot of a call that left late, on a ledger of its own. */
class LateCallTest extends LedgerTest {
    private static final String LONGEST_HELD =
            "select round(extract(epoch from max(free_at) - clock_timestamp())) from pace_slot";

    private final UUID id = UUID.randomUUID();

    LateCallTest() {
        super(3);
    }

    @BeforeEach
    void oneCallHasASlot() throws SQLException {
        execute(replica, "prepare left_late (uuid, bigint) as " + RateLimitStore.LEFT_LATE);
        execute(replica, ledger.submission(id, "ads", 1, 0, "1 minute"));
        execute(
                replica,
                "update pace_slot set free_at = clock_timestamp() + interval '5 s' where taken_by = '" + id + "'");
    }

    @Test
    void isHeldForAWholeWindowFromWhenItLeft() throws SQLException {
        execute(replica, "execute left_late ('" + id + "', 10000000)");

        assertEquals("10", value(replica, LONGEST_HELD));
        assertEquals("1", value(replica, "select count(*) from pace_slot where free_at > clock_timestamp()"));
    }

    @Test
    void thatWasGivenBackOrTakenByAnotherIsLeftAlone() throws SQLException {
        execute(replica, "update pace_slot set free_at = clock_timestamp()");
        execute(replica, "execute left_late ('" + id + "', 10000000)");
        execute(replica, "execute left_late (gen_random_uuid(), 10000000)");

        assertTrue(Integer.parseInt(value(replica, LONGEST_HELD)) <= 0);
    }
}
