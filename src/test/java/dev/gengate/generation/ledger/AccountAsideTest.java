package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits aside because neither of two accounts takes it, and what a refused key stops. */
class AccountAsideTest extends TwoAccounts {
    @Test
    void whatNoAccountTakesWaitsAsideUntilOneDoes() throws SQLException {
        execute(replica, "update pace set paused_until = 'infinity'");
        accept(new Asked("ads").only("one"));
        accept("ads");
        execute(replica, "update pace set paused_until = '-infinity'");
        execute(replica, "update account set key_rejected_at = now() where name = 'one'");

        execute(replica, "execute set_aside_at_accounts (" + configured() + ", null, null)");

        assertEquals(
                List.of("11 one", "1 none"),
                values(
                        replica,
                        "select priority || ' ' || coalesce(only_account, 'none') from generation order by created_at, id"));
        assertEquals(1, claim(0, 0).size());
        assertEquals("0", takenBack());
        execute(replica, "update account set key_rejected_at = null");
        assertEquals("1", takenBack());
    }

    @Test
    void stopOfAPriceThatIsARangeEndsOnceItsLowerEndCanBePaid() throws SQLException {
        accept(new Asked("ads").only("one"));
        String id = value(replica, "update generation set price_from = 8, credits = 2400 returning id");
        execute(replica, "execute keep_balance_of_account (5, now(), clock_timestamp(), 'one')");
        execute(replica, "execute stop_at_account (" + configured() + ", null, null, '" + id + "', 'one')");
        execute(replica, "execute refused ('" + id + "', 1, 'NO_CREDITS')");
        for (int balance : List.of(5, 7)) {
            execute(replica, "execute keep_balance_of_account (" + balance + ", now(), clock_timestamp(), 'one')");
            assertEquals("0", takenBack(), "at a balance of " + balance);
        }

        execute(replica, "execute keep_balance_of_account (8, now(), clock_timestamp(), 'one')");

        assertEquals("1", takenBack());
        assertEquals("", value(replica, "select concat(stopped_from, stopped_below) from account where name = 'one'"));
    }

    /** Where all accounts are stopped too. */
    @Test
    void heldModelWaitsAsideAndOthersGoOn() throws SQLException {
        execute(replica, "update pace set paused_until = 'infinity'");
        accept("ads");
        execute(replica, "update generation set model = 'held'");
        accept("ads");
        execute(replica, "update pace set paused_until = '-infinity'");
        execute(replica, "execute hold_model (null, 'r', 'ops', 'held')");

        assertEquals(1, claim(0, 0).size());
        execute(replica, new Asked("ads").statement().replace("array['m']", "array['held']"));
        execute(replica, "execute set_aside_at_accounts (" + configured() + ", null, null)");

        assertEquals(List.of("11", "1", "11"), values(replica, "select priority from generation order by created_at"));
        assertEquals("0", takenBack());
        execute(replica, "execute release_model ('r', 'ops', 'held')");
        assertEquals("2", takenBack());
        assertEquals(2, claim(0, 0).size());
    }

    private String takenBack() throws SQLException {
        return value(replica, "execute take_back_at_accounts (" + configured() + ", null, null, now())");
    }

    /** As of a key that may not use one of the models. */
    @Test
    void refusalOfAKeyWithWhichTheBalanceIsReadableStopsItsGenerationAlone() throws SQLException {
        accept("ads");
        accept("ads");
        List<String> ids = values(replica, "select id from generation order by created_at");

        assertEquals("ACCOUNT", value(replica, "execute key_refused ('one', '" + ids.get(0) + "')"));
        execute(replica, "execute requeued ('" + ids.get(0) + "', 1, 'KEY_REJECTED at one')");
        balanceIsRead();
        assertEquals("NOTHING", value(replica, "execute key_refused ('one', '" + ids.get(0) + "')"));
        assertEquals("ITSELF", value(replica, "execute key_refused ('one', '" + ids.get(1) + "')"));
        execute(replica, "execute refused ('" + ids.get(1) + "', 1, 'KEY_REJECTED')");
        assertEquals("ITSELF", value(replica, "execute key_refused ('one', '" + ids.get(1) + "')"), "not read since");
        balanceIsRead();
        assertEquals("NOTHING", value(replica, "execute key_refused ('one', '" + ids.get(1) + "')"));

        execute(replica, "update account set key_good_at = now() - interval '61 minutes'");
        assertEquals("ACCOUNT", value(replica, "execute key_refused ('one', '" + ids.get(1) + "')"));
    }

    private void balanceIsRead() throws SQLException {
        execute(replica, "execute keep_balance_of_account (100, clock_timestamp(), clock_timestamp(), 'one')");
    }
}
