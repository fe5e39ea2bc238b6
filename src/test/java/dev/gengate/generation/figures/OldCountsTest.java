package dev.gengate.generation.figures;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.number;
import static dev.gengate.proof.ledger.Sql.values;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.ledger.LedgerTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted of callers goes when it is old, and nothing that still counts goes with it. */
class OldCountsTest extends LedgerTest {
    private static final String DEPTH = "select coalesce(sum(waiting), 0) from queue_depth where caller = '%s'";
    private static final String ADD =
            """
            insert into queue_depth as d values ('%s', %d, %d)
            on conflict (caller, part) do update set waiting = d.waiting + excluded.waiting""";

    OldCountsTest() {
        super(1);
    }

    @BeforeEach
    void rows() throws SQLException {
        execute(replica, "prepare purged as " + OldCountsStore.DEPTHS);
        execute(
                replica,
                """
                insert into usage select '2030-01-01'::timestamptz + n * interval '1 day', 'c', 'a', 'm', 'succeeded', '{}', 1, 1
                    from generate_series(1, 5) n;
                insert into usage_hour (hour) select hour from usage;
                insert into budget (caller, period, since) select 'c', 'day', hour::date from usage;
                insert into budget_end (caller, day, released, spent) select 'c', hour::date, 1, 1 from usage;
                insert into caller_day select 'c', hour::date, 1, 1 from usage;
                insert into caller_turn select 'c' || hour, 1, hour from usage""");
    }

    @ParameterizedTest
    @CsvSource({
        "usage, hour",
        "usage_hour, hour",
        "budget, since",
        "budget_end, day",
        "caller_day, day",
        "caller_turn, served_at"
    })
    void oldOnesGoInBatchesAndOthersStay(String table, String time) throws SQLException {
        execute(replica, "set timezone = 'UTC'; prepare old as " + statement(table));

        execute(replica, "execute old ('2030-01-05', 2)");
        assertEquals(3, number(replica, "select count(*) from " + table));
        execute(replica, "execute old ('2030-01-05', 2)");

        assertEquals(
                List.of("2030-01-05", "2030-01-06"),
                values(replica, "select %1$s::date from %2$s order by %1$s".formatted(time, table)));
    }

    private static String statement(String table) {
        return switch (table) {
            case "usage" -> OldCountsStore.USAGE;
            case "usage_hour" -> OldCountsStore.HOURS;
            case "budget" -> OldCountsStore.BUDGETS;
            case "budget_end" -> OldCountsStore.BUDGET_ENDS;
            case "caller_day" -> OldCountsStore.DAYS;
            default -> OldCountsStore.TURNS;
        };
    }

    @Test
    void depthOfACallerOfWhomNothingWaitsGoes() throws SQLException {
        execute(
                replica,
                "insert into queue_depth values ('idle', 3, 7), ('idle', 5, -2), ('idle', -1, -5), ('waits', 3, 2)");

        execute(replica, "execute purged (10)");

        assertEquals(List.of("waits"), values(replica, "select caller from queue_depth"));
    }

    /** Its commit stands out: nobody waits for it, and it counts. */
    @Test
    void depthThatIsChangedMeanwhileStaysRight() throws SQLException {
        execute(
                replica,
                "insert into queue_depth values ('one', 3, 5), ('one', -1, -5), ('two', 3, 5), ('two', -1, -5)");
        Connection other = anotherReplica();
        other.setAutoCommit(false);
        execute(other, ADD.formatted("one", 3, 1));
        execute(other, ADD.formatted("two", 4, 1));

        execute(replica, "execute purged (10)");
        other.commit();

        assertEquals(1, number(replica, DEPTH.formatted("one")));
        assertEquals(1, number(replica, DEPTH.formatted("two")));
        assertEquals(3, number(replica, "select count(*) from queue_depth"));
    }

    @Test
    void whoAddsToADepthThatIsBeingPurgedLosesNothing() throws Exception {
        execute(replica, "insert into queue_depth values ('one', 3, 5), ('one', -1, -5)");
        Connection other = anotherReplica();
        replica.setAutoCommit(false);
        execute(replica, "execute purged (10)");
        CompletableFuture<Void> added = CompletableFuture.runAsync(() -> add(other));
        await().until(() -> number(replica, "select count(*) from pg_locks where not granted") == 1);

        replica.commit();
        added.get();

        assertEquals(1, number(replica, DEPTH.formatted("one")));
    }

    private static void add(Connection other) {
        try {
            execute(other, ADD.formatted("one", 3, 1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
