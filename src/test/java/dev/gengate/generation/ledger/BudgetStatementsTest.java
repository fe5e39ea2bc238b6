package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.number;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets hold in the ledger itself: for what arrives together, for many replicas at once, and whatever ends meanwhile. */
class BudgetStatementsTest extends LedgerTest {
    private static final int SUBMITTERS = 64;
    private static final String ACCEPT = "accept_within_budgets";

    /** What counts towards the budget of team, as its rows have it and as its generations do. */
    private static final String USED =
            """
            select greatest(
                (select coalesce(sum(reserved + spent), 0) from budget where caller = 'team' and period = 'day')
                    + (select coalesce(sum(spent - released), 0) from budget_end where caller = 'team'),
                (select coalesce(sum(case when completed_at is null or state = 'succeeded' then credits end), 0)
                    from generation where caller = 'team'))""";

    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";

    private record Asked(String caller, String credits, String ofDay, String ofMonth) {
        static Asked team(int credits) {
            return new Asked("team", "" + credits, "1000", null);
        }
    }

    BudgetStatementsTest() {
        super(1);
    }

    @BeforeEach
    void openTeam() throws SQLException {
        open("team");
    }

    private void open(String caller) throws SQLException {
        execute(
                replica,
                """
                insert into budget (caller, period, since) select '%s', period, date_trunc(period, now() at time zone 'UTC')
                from unnest(array['day', 'month']) period"""
                        .formatted(caller));
    }

    @Test
    void manyAtOnceGetAllOfTheBudgetAndNoMore() throws Exception {
        List<Integer> accepted = atOnce(this::untilRefused);

        assertEquals(250, accepted.stream().mapToInt(Integer::intValue).sum());
        assertEquals(1_000, number(replica, "select reserved from budget where period = 'day'"));
        assertEquals(1_000, number(replica, "select reserved from budget where period = 'month'"));
    }

    private int untilRefused(Connection connection) throws SQLException {
        int taken = 0;
        while (accept(connection, Asked.team(4)).size() == 1) {
            taken++;
        }
        return taken;
    }

    /** What the test above is worth: of two at once, the second looks at what is left before the first has taken it. */
    @ParameterizedTest
    @CsvSource({"b.since for update, 0", "b.since, 1"})
    void withoutTheLockMoreIsGivenAwayThanThereIs(String order, int acceptedMeanwhile) throws Exception {
        String locked = LedgerStatements.prepares().get(ACCEPT);
        assertTrue(locked.contains("b.since for update"));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection first = ledger.connect();
                Connection second = ledger.connect()) {
            execute(first, locked);
            execute(second, locked.replace("b.since for update", order));
            first.setAutoCommit(false);
            accept(first, Asked.team(1_000));
            Future<List<String>> meanwhile = thread.submit(() -> accept(second, Asked.team(4)));
            await().until(() -> number(replica, WAITING) == 1);
            first.commit();

            assertEquals(acceptedMeanwhile, meanwhile.get().size());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void whatEndsMeanwhileReturnsWhatItDidNotSpend() throws Exception {
        List<Integer> succeeded = atOnce(connection -> {
            int paid = 0;
            for (List<String> ids = accept(connection, Asked.team(4));
                    !ids.isEmpty();
                    ids = accept(connection, Asked.team(4))) {
                boolean success = ThreadLocalRandom.current().nextInt(4) > 0;
                end(connection, ids.get(0), success ? "succeeded" : "failed", null, null);
                paid += success ? 1 : 0;
            }
            return paid;
        });

        assertEquals(250, succeeded.stream().mapToInt(Integer::intValue).sum());
        assertEquals(1_000, number(replica, USED));
        assertEquals(0, accept(replica, Asked.team(4)).size());
        assertEquals("1000 0", value(replica, "select spent || ' ' || reserved from budget where period = 'day'"));
        assertEquals("0", value(replica, "select count(*) from budget_end"), "all are in their rows");
    }

    /** Each submits until nothing is left, while somebody looks whether more is out than may be. */
    private List<Integer> atOnce(Submitter submitter) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                running.add(threads.submit(() -> {
                    try (Connection connection = ledger.connect()) {
                        execute(connection, LedgerStatements.prepares().get(ACCEPT));
                        return submitter.submit(connection);
                    }
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                long used = number(replica, USED);
                assertTrue(used <= 1_000, "used: " + used);
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> one : running) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Submitter {
        int submit(Connection connection) throws SQLException;
    }

    @Test
    void olderOneOfABatchIsFirstAndOneTooDearStopsNoOther() throws SQLException {
        List<String> accepted = accept(
                replica,
                Asked.team(600),
                Asked.team(500),
                new Asked("ads", "9000", null, null),
                Asked.team(300),
                Asked.team(101),
                Asked.team(100));

        assertEquals(4, accepted.size());
        assertEquals(
                List.of("600", "300", "100"),
                values(replica, "select credits from generation where caller = 'team' order by id"));
        assertEquals("1000", value(replica, "select reserved from budget where period = 'month'"));
        assertEquals(
                "0", value(replica, "select count(*) from generation where (caller = 'ads') <> (budget_day is null)"));
    }

    @Test
    void monthAndOtherCallersHaveBudgetsOfTheirOwn() throws SQLException {
        open("other");
        Asked month = new Asked("other", "60", "100", "150");

        assertEquals(2, accept(replica, Asked.team(1_000), month, month).size());
        execute(replica, "update budget set since = since - 1 where period = 'day'");
        assertEquals(0, accept(replica, month).size(), "no budget was opened for this day");
        execute(replica, "insert into budget values ('other', 'day', (now() at time zone 'UTC')::date)");

        assertEquals(1, accept(replica, month).size(), "the next day");
        execute(replica, "update budget set reserved = 0 where period = 'day'");
        assertEquals(0, accept(replica, month).size(), "of the month 30 are left");
    }

    /** What ended in which way, or failed for which reason, cost what? The price is 4. */
    @ParameterizedTest
    @CsvSource({
        "succeeded, task, 2.5, 2.5",
        "succeeded, task, 5, 5",
        "succeeded, task, , 4",
        "failed, task, , 0",
        "failed, task, 3, 3",
        "no_result, task, , 4",
        "no_result, task, 0, 0",
        "result_too_large, task, , 4",
        "failed, , , 0",
        "cancelled, , , 0",
        "expired, task, , 4",
        "expired, , , 0"
    })
    void endSettles(String end, String task, String consumed, String spent) throws SQLException {
        String id = accept(replica, Asked.team(4)).get(0);

        end(replica, id, end, task, consumed);

        assertEquals(
                "4 " + spent, value(replica, "select released || ' ' || spent from budget_end where caller = 'team'"));
        execute(replica, "update generation set completed_at = completed_at + interval '1 second'");
        assertEquals("1", value(replica, "select count(*) from budget_end"), "it ends once");
    }

    @Test
    void restOfTheOpenIsKept() throws SQLException {
        String id = accept(replica, Asked.team(4)).get(0);
        execute(replica, "update generation set state = 'unconfirmed' where id = '" + id + "'");

        assertEquals(0, accept(replica, Asked.team(997)).size(), "an unconfirmed one may have been paid for");
        end(replica, id, "failed", null, null);
        assertEquals(1, accept(replica, Asked.team(997)).size());
    }

    private static void end(Connection connection, String id, String end, String task, String consumed)
            throws SQLException {
        boolean state = List.of("succeeded", "failed", "cancelled", "expired").contains(end);
        execute(
                connection,
                "update generation set state = '%s', failure_code = '%s', task_id = %s, credits_consumed = %s, completed_at = now() where id = '%s'"
                        .formatted(
                                state ? end : "failed", end, task == null ? "null" : "'" + task + "'", consumed, id));
    }

    /** The ids of those that are accepted, the older first. */
    private static List<String> accept(Connection connection, Asked... asked) throws SQLException {
        String statement = "execute accept_within_budgets (" + array(asked, one -> "'" + newId() + "'") + "::uuid[], "
                + array(asked, one -> "'" + one.caller + "'") + ", " + array(asked, one -> "null") + ", "
                + array(asked, one -> "'00'") + ", " + array(asked, one -> "'m'") + ", " + array(asked, one -> "'{}'")
                + ", " + array(asked, one -> "null") + ", " + array(asked, one -> "'{}'") + ", "
                + array(asked, one -> "1") + ", " + array(asked, one -> "null") + ", " + array(asked, one -> "now()")
                + ", " + array(asked, one -> "null")
                + "::int[], 1, 3600000000, 0, 60000000, 86400000000, 100000, 100000,"
                + " false, now() + interval '1 minute', " + array(asked, one -> "'" + one.credits + "'") + ", "
                + array(asked, one -> "null") + ", " + array(asked, one -> "null") + ", "
                + array(asked, one -> text(one.ofDay)) + ", " + array(asked, one -> text(one.ofMonth)) + ")";
        return values(connection, statement);
    }

    private static String text(String value) {
        return value == null ? "null" : "'" + value + "'";
    }

    /** Later ones are greater. */
    private static UUID newId() {
        return new UUID(System.nanoTime(), ThreadLocalRandom.current().nextLong());
    }

    private interface Column {
        String of(Asked one);
    }

    private static String array(Asked[] asked, Column column) {
        return Stream.of(asked).map(column::of).collect(Collectors.joining(", ", "array[", "]"));
    }
}
