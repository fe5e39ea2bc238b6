package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of two accounts gets what, statement by statement: {@code one} has 3 slots an hour, {@code two} has 2. */
class AccountStatementsTest {
    private static final String STATES =
            "select state || ' ' || coalesce(account, 'none') from generation order by created_at, id";
    private static final String TAKEN =
            "select name || ' ' || count(*) from pace_slot join account on ring = slot / 1000 where taken_by is not null group by name order by 1";

    private TestLedger ledger;
    private Connection replica;
    private Connection other;

    @BeforeEach
    void twoAccounts() throws SQLException {
        ledger = new TestLedger(0);
        replica = ledger.replica();
        other = ledger.replica();
        execute(replica, "insert into account (name, ring) values ('one', 1), ('two', 2)");
        execute(
                replica,
                """
                insert into pace_slot (slot, free_at)
                select 1000 + n, '-infinity'::timestamptz from generate_series(1, 3) n
                union all select 2000 + n, '-infinity' from generate_series(1, 2) n""");
    }

    @AfterEach
    void disconnect() throws SQLException {
        replica.close();
        other.close();
    }

    @Test
    void submissionsGoToTheOneWithTheMostRoomUntilNoneHasAny() throws SQLException {
        for (int i = 0; i < 6; i++) {
            accept("ads");
        }

        assertEquals(
                List.of(
                        "submitting one",
                        "submitting one",
                        "submitting two",
                        "submitting one",
                        "submitting two",
                        "queued none"),
                values(replica, STATES));
        assertEquals(List.of("one 3", "two 2"), values(replica, TAKEN));
    }

    @Test
    void lowerOrderIsUsedUpFirst() throws SQLException {
        for (int i = 0; i < 3; i++) {
            accept(new Asked("ads").orders("1, 0"));
        }

        assertEquals(List.of("submitting two", "submitting two", "submitting one"), values(replica, STATES));
    }

    @Test
    void manyOfOneStatementAreSpreadOverBoth() throws SQLException {
        execute(replica, new Asked("ads").times(7).statement());

        assertEquals(List.of("one 3", "two 2"), values(replica, TAKEN));
        assertEquals("2", value(replica, "select count(*) from generation where state = 'queued'"));
    }

    @Test
    void callerAndFollowUpGoOnlyWhereTheyMay() throws SQLException {
        for (int i = 0; i < 3; i++) {
            accept(new Asked("shop").may("two"));
        }
        execute(replica, "delete from generation where state = 'queued'");
        accept(new Asked("ads").only("one"));
        accept(new Asked("ads").only("two"));

        assertEquals(
                List.of("submitting two", "submitting two", "submitting one", "queued none"), values(replica, STATES));
        assertEquals(List.of(), claim(0, 0), "two has no slot for the follow-up");
    }

    /** Whatever the caller's accounts are now: only this one knows the task that is named. */
    @Test
    void accountThatDrainsTakesFollowUpsAndNothingElse() throws SQLException {
        for (int i = 0; i < 4; i++) {
            accept(new Asked("ads").orders("0, null"));
        }
        assertEquals(
                List.of("submitting one", "submitting one", "submitting one", "queued none"), values(replica, STATES));
        accept(new Asked("shop").only("two").may("one").orders("0, null"));
        execute(
                replica,
                "execute set_aside_at_accounts (" + configured("0, null", "3, 2", "0, 0", "99, 99")
                        + ", array['shop'], array['one'])");

        assertEquals(1, values(replica, claimed("0, null", 0, 0)).size());

        assertEquals(List.of("two"), values(replica, "select account from generation where caller = 'shop'"));
        assertEquals("1", value(replica, "select priority from generation where state = 'queued'"));
        accept(new Asked("shop").orders("0, null"));
        assertEquals("2", value(replica, "select count(*) from generation where state = 'queued'"));
    }

    @Test
    void claimGivesEachItsAccountAndPassesByWhatNoneWithRoomMayTake() throws SQLException {
        execute(replica, "update pace set paused_until = 'infinity'");
        accept(new Asked("ads").only("two"));
        accept(new Asked("ads").only("two"));
        accept(new Asked("ads").only("two"));
        for (int i = 0; i < 5; i++) {
            accept("ads");
        }
        execute(replica, "update pace set paused_until = '-infinity'");

        // what does not get the account that it must have may leave others to the next claim
        int sent = 0;
        for (int round = 0; round < 4; round++) {
            sent += claim(0, 0).size();
        }

        assertEquals(5, sent);
        assertEquals(List.of("one 3", "two 2"), values(replica, TAKEN));
        assertEquals(
                List.of("two"),
                values(
                        replica,
                        "select distinct account from generation where only_account is not null and account is not null"));
    }

    @Test
    void pausedEmptyBrakedAndRejectedOnesAndThoseWithAnOpenBreakerGetNothing() throws SQLException {
        for (String stop : List.of(
                "paused_until = 'infinity'",
                "braked_until = 'infinity'",
                "no_credits_since = now()",
                "key_rejected_at = now()",
                "stopped_from = 4, stopped_at = now()")) {
            execute(replica, "delete from generation");
            execute(replica, "update pace_slot set free_at = '-infinity', taken_by = null");
            execute(replica, "update account set " + stop + " where name = 'one'");
            accept("ads");
            assertEquals(List.of("submitting two"), values(replica, STATES), stop);
            execute(replica, "delete from account; insert into account (name, ring) values ('one', 1), ('two', 2)");
        }
        accept(new Asked("ads").rooms("0, 9"));
        assertEquals("two", value(replica, "select account from generation order by id desc limit 1"));
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

    @Test
    void whatWasRefusedGoesToAnotherAndComesBackWhereItMayBe() throws SQLException {
        accept("ads");
        String id = value(replica, "select id from generation");
        assertEquals(
                "t", value(replica, "execute stop_at_account (" + configured() + ", null, null, '" + id + "', 'one')"));
        execute(replica, "execute requeued ('" + id + "', 1, 'NO_CREDITS')");
        assertEquals(List.of("queued none"), values(replica, STATES));

        assertEquals(List.of(id), claim(0, 0));

        assertEquals(List.of("submitting two"), values(replica, STATES));
        execute(replica, "update generation set state = 'unconfirmed'");
        execute(replica, "execute resubmit ('" + id + "', now(), now() + interval '1 minute')");
        execute(
                replica,
                "update account set stopped_from = null, paused_until = now() + interval '1 hour' where name = 'two'");
        assertEquals(List.of(), claim(0, 0), "the first task may be there");
    }

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

    /** Whatever runs at once: no account has more tasks than it may have, and in the end each has as many. */
    @Test
    void boundsOnRunningTasksAreExactHoweverManyComeAtOnce() throws Exception {
        execute(
                replica,
                """
                insert into pace_slot (slot, free_at)
                select 1000 + n, '-infinity'::timestamptz from generate_series(4, 40) n
                union all select 2000 + n, '-infinity' from generate_series(3, 40) n""");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 6; round++) {
                execute(replica, "delete from generation");
                execute(replica, "update pace_slot set free_at = '-infinity'");
                List<Callable<Integer>> work = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    boolean claims = thread % 4 == 0;
                    work.add(() -> {
                        try (Connection connection = ledger.replica()) {
                            for (int i = 0; i < 4; i++) {
                                execute(
                                        connection,
                                        claims
                                                ? claimed(5, 3)
                                                : new Asked("ads")
                                                        .slots("40, 40")
                                                        .most("5, 3")
                                                        .statement());
                            }
                            return 0;
                        }
                    });
                }
                for (Future<Integer> done : threads.invokeAll(work)) {
                    done.get();
                }
                assertTrue(running("one") <= 5 && running("two") <= 3, running("one") + " and " + running("two"));
                execute(replica, claimed(5, 3));
                execute(replica, claimed(5, 3));
                assertEquals("5 3", running("one") + " " + running("two"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private long running(String account) throws SQLException {
        return Long.parseLong(value(
                replica, "select count(*) from generation where state = 'submitting' and account = '" + account + "'"));
    }

    /** The place on the bound that a statement on its way may take is nobody else's. */
    @Test
    void oneThatIsOnItsWayCountsAsATask() throws SQLException {
        replica.setAutoCommit(false);
        accept(replica, new Asked("ads").most("1, 1"));
        accept(replica, new Asked("ads").most("1, 1"));

        accept(other, new Asked("shop").most("1, 1"));

        assertEquals(List.of("queued"), values(other, "select state from generation"));
        replica.rollback();
        accept(other, new Asked("shop").most("2, 2"));
        execute(other, "delete from generation where state = 'queued'");
        accept(other, new Asked("shop").most("2, 2"));
        assertEquals("submitting", value(other, "select state from generation where account is not null"));
    }

    @Test
    void lookAndPlaceTellWhenTheNextMayBeSent() throws SQLException {
        assertEquals(List.of("f 0 f"), looks());
        for (int i = 0; i < 6; i++) {
            accept("ads");
        }
        assertEquals(List.of("t 1000 f"), looks());
        execute(replica, "update account set braked_until = 'infinity'");
        assertEquals(List.of("t 1000 t"), looks());
        assertEquals(
                "2",
                value(
                        replica,
                        """
                        execute place_at_accounts (null, 'ads', 5, 3600000000, 0, null, null, 0, current_date, 4,
                        array['one', 'two'], array[3, 2], null, null)"""));
    }

    private List<String> looks() throws SQLException {
        return values(
                replica,
                "execute look_at_accounts (" + configured() + ", false)",
                row -> row.getString("waiting") + " " + row.getString("millis") + " " + row.getString("stopped"));
    }

    private void accept(String caller) throws SQLException {
        accept(new Asked(caller));
    }

    private void accept(Asked asked) throws SQLException {
        accept(replica, asked);
    }

    private static void accept(Connection connection, Asked asked) throws SQLException {
        execute(connection, asked.statement());
    }

    private List<String> claim(int mostOfOne, int mostOfTwo) throws SQLException {
        return values(replica, claimed(mostOfOne, mostOfTwo));
    }

    private static String claimed(int mostOfOne, int mostOfTwo) {
        return claimed("0, 0", mostOfOne, mostOfTwo);
    }

    private static String claimed(String orders, int mostOfOne, int mostOfTwo) {
        return "execute claim_at_accounts (" + configured(orders, "40, 40", mostOfOne + ", " + mostOfTwo, "99, 99")
                + ", now() + interval '1 minute', 100, null, null, now() + interval '1 minute', null, null)";
    }

    private static String configured() {
        return configured("0, 0", "3, 2", "0, 0", "99, 99");
    }

    private static String configured(String orders, String slots, String most, String rooms) {
        return "array['one', 'two'], array[%s]::int[], array[%s], array[3600000000, 3600000000]::bigint[], array[%s], array[%s]"
                .formatted(orders, slots, most, rooms);
    }

    /** A submission at 4 credits, as the gateway makes it. */
    private record Asked(
            String caller, int times, String orders, String slots, String most, String rooms, String only, String may) {
        Asked(String caller) {
            this(caller, 1, "0, 0", "3, 2", "0, 0", "99, 99", null, null);
        }

        Asked times(int many) {
            return new Asked(caller, many, orders, slots, most, rooms, only, may);
        }

        Asked orders(String own) {
            return new Asked(caller, times, own, slots, most, rooms, only, may);
        }

        Asked slots(String own) {
            return new Asked(caller, times, orders, own, most, rooms, only, may);
        }

        Asked most(String own) {
            return new Asked(caller, times, orders, slots, own, rooms, only, may);
        }

        Asked rooms(String own) {
            return new Asked(caller, times, orders, slots, most, own, only, may);
        }

        Asked only(String account) {
            return new Asked(caller, times, orders, slots, most, rooms, account, may);
        }

        Asked may(String accounts) {
            return new Asked(caller, times, orders, slots, most, rooms, only, accounts);
        }

        String statement() {
            return """
                    execute accept_at_accounts (array[%s]::uuid[], %s, %s, %s, %s, %s, %s, %s, array[%s]::int[], %s,
                    array[%s]::timestamptz[], array[%s]::int[], 5, array['one', 'two'], array[%s], 60000000, 86400000000,
                    1000, 1000, true, now() + interval '1 minute', %s, %s, %s, %s, %s, %s, %s, array[%s],
                    array[3600000000, 3600000000]::bigint[], array[%s], array[%s])"""
                    .formatted(
                            ids(),
                            texts("'" + caller + "'"),
                            texts("null"),
                            texts("''"),
                            texts("'m'"),
                            texts("'{}'"),
                            texts("null"),
                            texts("'{}'"),
                            each("1"),
                            texts("null"),
                            each("clock_timestamp()"),
                            each("null"),
                            orders,
                            texts("'4'"),
                            texts("null"),
                            texts("null"),
                            texts("null"),
                            texts("null"),
                            texts(only == null ? "null" : "'" + only + "'"),
                            texts(may == null ? "null" : "'" + may + "'"),
                            slots,
                            most,
                            rooms);
        }

        private String ids() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                ids.add("'" + UuidCreator.getTimeOrderedEpoch() + "'");
            }
            return String.join(", ", ids);
        }

        private String texts(String one) {
            return "array[" + each(one) + "]::text[]";
        }

        private String each(String one) {
            return String.join(", ", Collections.nCopies(times, String.valueOf(one)));
        }
    }
}
