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
    private static final String ONLY = "select coalesce(only_account, 'null') from generation where id = '%s'";

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
    void refusalOfAKeyWithWhichTheBalanceIsReadableStopsItsGenerationAloneAndOnlyThere() throws SQLException {
        accept("ads");
        accept("ads");
        List<String> ids = values(replica, "select id from generation order by created_at");
        String both = "array['one', 'two']";

        assertEquals("ACCOUNT", refused("one", ids.get(0), both, "now()"));
        requeued(ids.get(0), "one");
        balanceIsRead("one");
        assertEquals("ELSEWHERE", refused("one", ids.get(1), both, "null"));
        requeued(ids.get(1), "one");
        assertEquals("two", value(replica, ONLY.formatted(ids.get(1))));
        assertEquals("null", value(replica, ONLY.formatted(ids.get(0))));

        assertEquals("ACCOUNT", refused("two", ids.get(1), both, "now()"));
        requeued(ids.get(1), "two");
        balanceIsRead("two");
        assertEquals("ITSELF", refused("two", ids.get(1), both, "clock_timestamp()"), "its first there for itself");
        execute(replica, "update generation set state = 'submitting'");
        execute(replica, "execute refused ('" + ids.get(1) + "', 1, 'KEY_REJECTED at two')");
        assertEquals("ITSELF", refused("two", ids.get(1), both, "null"), "this replica's key may be an old one");
        assertEquals("NOTHING", refused("two", ids.get(1), both, "clock_timestamp()"));

        execute(replica, "update account set key_good_at = clock_timestamp() where name = 'one'");
        assertEquals("ELSEWHERE", refused("two", ids.get(1), both, "clock_timestamp()"), "one has a new key");
        execute(replica, "update account set key_good_at = now() - interval '61 minutes'");
        assertEquals("ACCOUNT", refused("two", ids.get(1), both, "clock_timestamp()"));
    }

    @Test
    void whatMayExistAtOneAccountGoesToNoOtherWhenItsKeyIsRefused() throws SQLException {
        accept(new Asked("ads").only("one"));
        accept("ads");
        List<String> ids = values(replica, "select id from generation order by created_at");
        execute(replica, "update account set key_good_at = now()");
        execute(
                replica,
                "insert into journal (generation_id, noted_at, kind, detail) values ('" + ids.get(1)
                        + "', now(), 'not-sent', 'KEY_REJECTED at two'), ('" + ids.get(1)
                        + "', now(), 'answer-lost', 'TIMED_OUT')");
        execute(replica, "update generation set only_account = 'one'");

        for (String id : ids) {
            assertEquals("ITSELF", refused("one", id, "array['one', 'two']", "null"));
        }
    }

    private String refused(String account, String id, String may, String accepted) throws SQLException {
        return value(replica, "execute key_refused ('%s', '%s', %s, %s)".formatted(account, id, may, accepted));
    }

    private void requeued(String id, String account) throws SQLException {
        execute(replica, "update generation set state = 'submitting'");
        execute(replica, "execute requeued ('" + id + "', 1, 'KEY_REJECTED at " + account + "')");
    }

    private void balanceIsRead(String account) throws SQLException {
        execute(
                replica,
                "execute keep_balance_of_account (100, clock_timestamp(), clock_timestamp(), '" + account + "')");
    }
}
