package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statement behind the gauges, on a ledger of its own: two connections are two replicas. */
class LedgerFiguresStoreTest {
    private static final String NOT_DUE_FOR_A_MINUTE = "execute count (20, 60000)";

    private Connection replica;
    private Connection other;

    @BeforeEach
    void emptyLedger() throws SQLException, IOException {
        Ledger ledger = Ledger.create(LocalPostgres.shared(), "figures_" + System.nanoTime(), 30);
        replica = ledger.connect();
        other = ledger.connect();
        execute(replica, LedgerStatements.COUNT);
        execute(other, LedgerStatements.COUNT);
    }

    @AfterEach
    void disconnect() throws SQLException {
        replica.close();
        other.close();
    }

    @Test
    void figuresAreThoseOfTheLedger() throws SQLException {
        rows(3, "queued", "5 minutes", "null");
        rows(2, "submitted", "1 hour", "null");
        rows(1, "unconfirmed", "2 hours", "null");
        rows(4, "succeeded", "3 hours", "now() - interval '1 minute'");
        outbox("now() - interval '1 minute'", 3);
        outbox("now()", 1);
        rows(50, "succeeded", "4 hours", "now() - interval '1 hour'");

        Map<String, Double> figures = figures(replica);

        assertEquals(3, figures.get("queued"));
        assertEquals(0, figures.get("submitting"));
        assertEquals(2, figures.get("submitted"));
        assertEquals(1, figures.get("unconfirmed"));
        assertEquals(4, figures.get("unpublished"));
        assertEquals(20, figures.get("free_slots"));
        assertEquals(300, figures.get("oldest_queued"), 30);
        assertEquals(7_200, figures.get("oldest_open"), 30);
        assertEquals(60, figures.get("oldest_unpublished"), 30);
    }

    @Test
    void whatWaitsAsideHidesNothing() throws SQLException {
        rows(2, "queued", "3 hours", "null");
        execute(replica, "update generation set priority = priority + 10");
        rows(2, "queued", "5 minutes", "null");

        Map<String, Double> figures = figures(replica);

        assertEquals(4, figures.get("queued"));
        assertEquals(300, figures.get("oldest_queued"), 30);
        assertEquals(300, figures.get("oldest_open"), 30);
        assertEquals(10_800, figures.get("oldest_aside"), 30);
    }

    @Test
    void leastTimeLeftIsAShareOfEachTasksOwn() throws SQLException {
        assertEquals(1, figures(replica).get("time_left"), "nothing runs");
        rows(3, "submitted", "5 hours", "null");
        execute(
                replica,
                "update generation set submitted_at = created_at, deadline_at = created_at + interval '6 hours';"
                        + " update generation set deadline_at = created_at + interval '24 hours'"
                        + " where id = (select min(id::text)::uuid from generation);"
                        + " update ledger_figures set due_at = '-infinity'");

        assertEquals(1.0 / 6, figures(replica).get("time_left"), 0.01);
    }

    @Test
    void endedOnesAreEstimatedByTheStatisticsOfTheTable() throws SQLException {
        rows(3_000, "succeeded", "4 hours", "now() - interval '1 hour'");
        rows(1_000, "failed", "4 hours", "now() - interval '1 hour'");
        assertEquals(0, figures(replica).get("succeeded"), "nothing is known before the first analyze");

        execute(replica, "analyze generation");

        assertEquals(3_000, figures(replica).get("succeeded"), 1);
        assertEquals(1_000, figures(other).get("failed"), 1, "every replica sees it, due or not");
        assertEquals(0, figures(other).get("cancelled"));
    }

    @Test
    void oneReplicaCountsAndTheOthersReadWhatItCounted() throws SQLException {
        figures(replica);
        rows(3, "queued", "5 minutes", "null");

        assertEquals(0, figures(other).get("queued"), "not due: what was counted before");

        execute(replica, "update ledger_figures set due_at = '-infinity'");
        assertEquals(3, figures(other).get("queued"), "due: whoever comes counts");
    }

    @Test
    void nobodyWaitsForTheReplicaThatCounts() throws SQLException {
        figures(replica);
        execute(replica, "update ledger_figures set due_at = '-infinity'");
        execute(other, "set lock_timeout = '1s'");
        replica.setAutoCommit(false);
        rows(3, "queued", "5 minutes", "null");
        figures(replica);

        assertEquals(0, figures(other).get("queued"));
        replica.rollback();
        assertTrue(explained(other, "execute count (20, 0)").contains("Update on ledger_figures"));
    }

    @Test
    void historyIsNeverReadFromEndToEnd() throws SQLException {
        figures(replica);
        rows(40_000, "succeeded", "4 hours", "now() - interval '1 hour'");
        rows(200, "submitted", "1 minute", "null");
        rows(200, "queued", "1 minute", "null");

        for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
            execute(replica, "set plan_cache_mode = " + mode);
            assertNoScan(mode + ", without statistics");
        }
        execute(replica, "vacuum analyze generation");
        assertNoScan("with statistics");
    }

    private void assertNoScan(String when) throws SQLException {
        String plan = explained(replica, "execute count (20, 0)");
        assertFalse(plan.contains("Seq Scan on generation"), () -> when + "\n" + plan);
    }

    private void rows(int count, String state, String age, String completed) throws SQLException {
        execute(
                replica,
                GenerationInsert.in(state)
                        .with("caller", "'caller-' || n % 5")
                        .with("task_id", "n")
                        .with("created_at", "now() - interval '" + age + "'")
                        .with("completed_at", completed)
                        .rows("generate_series(1, " + count + ") n"));
    }

    private void outbox(String completed, int events) throws SQLException {
        execute(
                replica,
                "insert into outbox (completed_at, due_at, generations) select " + completed
                        + ", now(), array_agg(gen_random_uuid()) from generate_series(1, " + events + ")");
    }

    private static Map<String, Double> figures(Connection connection) throws SQLException {
        Map<String, Double> figures = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOT_DUE_FOR_A_MINUTE)) {
            row.next();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                if (row.getObject(column) instanceof Number number) {
                    figures.put(row.getMetaData().getColumnLabel(column), number.doubleValue());
                }
            }
        }
        return figures;
    }

    private static String explained(Connection connection, String execution) throws SQLException {
        return String.join("\n", Sql.values(connection, "explain " + execution));
    }
}
