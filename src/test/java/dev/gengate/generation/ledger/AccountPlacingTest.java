package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Where a submission goes of two accounts, statement by statement. */
class AccountPlacingTest extends TwoAccounts {
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
}
