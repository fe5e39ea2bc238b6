package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.TestLedger.state;
import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Admission and the queue, statement by statement: two connections are two replicas, a transaction is one on its way. */
class QueueStatementsTest extends LedgerTest {
    private static final int SLOTS = 10;
    private static final String QUERY_CANCELED = "57014";
    private static final String PAUSE = "update pace set paused_until = 'infinity'";
    private static final String RESUME = "update pace set paused_until = '-infinity'";

    private Connection other;

    QueueStatementsTest() {
        super(SLOTS);
    }

    @BeforeEach
    void secondReplica() throws SQLException {
        other = anotherReplica();
    }

    @Test
    void statementThatNobodyWaitsForAnyMoreChangesNothing() throws SQLException {
        UUID queued = queued("ads", 1);
        UUID lost = UUID.randomUUID();
        execute(replica, RESUME);

        assertTooLate(ledger.submission(UUID.randomUUID(), "ads", 1, 0, "-1 millisecond"));
        assertTooLate(ledger.claim(1, 0, "-1 millisecond"));
        execute(replica, "update generation set id = '" + lost + "', state = 'unconfirmed'");
        assertTooLate("execute resubmit ('" + lost + "', now(), now() - interval '1 millisecond', null)");

        assertEquals(List.of("unconfirmed"), values(replica, "select state from generation"));
        assertEquals("10", value(replica, "select count(*) from pace_slot where taken_by is null"));
        assertEquals(
                0,
                values(replica, "select 1 from generation where id = '" + queued + "'")
                        .size());
    }

    private void assertTooLate(String statement) {
        SQLException failure = assertThrows(SQLException.class, () -> execute(replica, statement));
        assertEquals(QUERY_CANCELED, failure.getSQLState(), failure.getMessage());
    }

    @Test
    void submissionsThatDoNotSeeEachOtherStayWithinTheBoundOnRunningTasks() throws SQLException {
        replica.setAutoCommit(false);

        assertEquals("submitting", ledger.accept(replica, "ads", 1));
        assertEquals("queued", ledger.accept(other, "shop", 1), "the one on its way may not be seen");
    }

    /** With a limit above the bound, too: what another one holds is counted, and nothing else. */
    @Test
    void submissionIsDirectBesideOneOnItsWayAsLongAsThereIsRoomForBoth() throws SQLException {
        replica.setAutoCommit(false);
        assertEquals("submitting", ledger.accept(replica, "ads", 3));
        assertEquals("submitting", ledger.accept(other, "shop", 3));
        try (Connection third = ledger.replica()) {
            assertEquals("submitting", ledger.accept(third, "shop", 3));
            assertEquals("queued", ledger.accept(third, "shop", 3));
            assertEquals(List.of(), ledger.claim(third, 100, 3));

            replica.rollback();

            assertEquals(1, ledger.claim(third, 100, 3).size(), "it never was");
        }
    }

    @Test
    void submissionIsDirectUpToTheBoundOnRunningTasks() throws SQLException {
        for (int running = 0; running < 3; running++) {
            assertEquals("submitting", ledger.accept(replica, "ads", 3), running + " tasks run");
        }
        assertEquals("queued", ledger.accept(replica, "ads", 3));
        assertEquals(0, ledger.claim(replica, 100, 3).size());
        execute(replica, "update generation set state = 'failed', completed_at = now() where state = 'submitting'");
        assertEquals(1, ledger.claim(replica, 100, 3).size(), "there is room for it now");
    }

    /** Submissions and claims of many replicas, near the bound: never more than it, and in the end as many. */
    @Test
    void boundOnRunningTasksIsExactHoweverManyComeAtOnce() throws Exception {
        int bound = 7;
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            for (int round = 0; round < 10; round++) {
                execute(replica, "delete from generation");
                execute(replica, "update pace_slot set free_at = '-infinity'");
                List<Callable<Integer>> work = new ArrayList<>();
                for (int thread = 0; thread < 12; thread++) {
                    boolean claims = thread % 4 == 0;
                    work.add(() -> {
                        try (Connection connection = ledger.replica()) {
                            for (int i = 0; i < 4; i++) {
                                if (claims) {
                                    ledger.claim(connection, 3, bound);
                                } else {
                                    ledger.accept(connection, "ads", bound);
                                }
                            }
                            return 0;
                        }
                    });
                }
                for (Future<Integer> done : threads.invokeAll(work)) {
                    done.get();
                }
                assertTrue(running() <= bound, running() + " run");
                ledger.claim(replica, 100, bound);
                assertEquals(bound, running());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private long running() throws SQLException {
        return Long.parseLong(value(replica, "select count(*) from generation where state = 'submitting'"));
    }

    @Test
    void claimWaitsForItsTurnWhenAnotherOneCameBetweenItsCountAndItsLock() throws Exception {
        for (int i = 0; i < 4; i++) {
            queued("ads", 1);
        }
        execute(replica, RESUME);
        execute(
                replica,
                """
                create or replace function in_time(not_after timestamptz) returns boolean language plpgsql as $$
                begin
                    if current_setting('test.waits', true) = 'on' then
                        perform pg_advisory_xact_lock_shared(1);
                    end if;
                    return true;
                end $$""");
        execute(other, "set test.waits = 'on'");
        execute(replica, "select pg_advisory_lock(1)");
        CompletableFuture<List<String>> late = CompletableFuture.supplyAsync(() -> claimed(other));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> "1".equals(value(replica, "select count(*) from pg_locks where not granted")));

        assertEquals(2, claimed(replica).size());
        execute(replica, "select pg_advisory_unlock(1)");

        assertEquals(List.of(), late.get());
        assertEquals("2", value(replica, "select count(*) from generation where state = 'submitting'"));
    }

    private List<String> claimed(Connection connection) {
        try {
            return ledger.claim(connection, 100, 2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void highGoesBeforeNormalBeforeLowAndTheOlderOneFirst() throws SQLException {
        List<String> turns = new ArrayList<>();
        for (int priority : new int[] {2, 1, 0, 2, 1, 0}) {
            turns.add(priority + " " + queued("ads", priority));
        }
        execute(replica, RESUME);

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            String id = ledger.claim(replica, 1, 0).get(0);
            sent.add(value(replica, "select priority || ' ' || id from generation where id = '" + id + "'"));
        }

        Collections.sort(turns);
        assertEquals(turns, sent);
    }

    @Test
    void callerOfTwiceTheWeightGetsTwiceTheSlots() throws SQLException {
        for (int i = 0; i < SLOTS; i++) {
            queued("heavy", 1);
            queued("light", 1);
        }
        execute(replica, RESUME);

        ledger.claim(replica, 9, 0);

        String sent = "select count(*) from generation where state = 'submitting' and caller = ";
        assertEquals("6", value(replica, sent + "'heavy'"));
        assertEquals("3", value(replica, sent + "'light'"));
    }

    @Test
    void ofTurnsThatStartTogetherTheOneGoesFirstThatWasServedLongerAgo() throws SQLException {
        for (int i = 0; i < 3; i++) {
            queued("flood", 1);
        }
        String single = queued("single", 1).toString();
        execute(replica, RESUME);
        execute(
                replica,
                """
                insert into caller_turn (caller, finish, served_at)
                values ('flood', 7, now()), ('single', 8, now() - interval '1 minute')""");

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.addAll(ledger.claim(replica, 1, 0));
        }

        assertEquals(1, order.indexOf(single), "one turn was the flood's, since it is behind by one");
    }

    @Test
    void slotOfACallThatMadeNoTaskIsFreeAgain() throws SQLException {
        for (int i = 0; i < SLOTS; i++) {
            assertEquals("submitting", ledger.accept(replica, "ads", 0));
        }
        UUID last = queued("ads", 1);
        execute(replica, RESUME);
        assertEquals(0, ledger.claim(other, 1, 0).size(), "all slots are taken");

        String back = value(replica, "select id from generation where state = 'submitting' order by id limit 1");
        execute(replica, "execute requeued ('" + back + "', 1, 'UNREACHABLE')");

        assertEquals(1, ledger.claim(other, 2, 0).size());
        execute(replica, "execute requeued ('" + last + "', 7, 'UNREACHABLE')");
        assertEquals(0, ledger.claim(other, 1, 0).size(), "an attempt that is over gives nothing back");
    }

    /** Accepted while nothing is sent; ids are time-ordered, as the gateway's are. */
    private UUID queued(String caller, int priority) throws SQLException {
        UUID id = new UUID(System.nanoTime(), priority);
        execute(replica, PAUSE);
        execute(replica, ledger.submission(id, caller, priority, 0, "1 minute"));
        assertEquals("queued", state(replica, id));
        return id;
    }
}
