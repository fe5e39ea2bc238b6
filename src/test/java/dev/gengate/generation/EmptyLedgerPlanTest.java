package dev.gengate.generation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plan that is made while the ledger is empty, and known to be, is kept by its connection while the ledger grows: it must
 * be the one that a large ledger has. Keys and ids were looked for among all generations of a caller then.
 */
class EmptyLedgerPlanTest {
    @ParameterizedTest
    @MethodSource("byKey")
    void keyIsFoundByTheIndexOfKeys(String statement) throws SQLException, IOException {
        assertFoundBy("generation_idempotency", plan(statement));
    }

    @ParameterizedTest
    @MethodSource("byId")
    void generationsAreFoundByTheirIds(String statement) throws SQLException, IOException {
        assertFoundBy("generation_pkey", plan(statement));
    }

    /** An index that is read from end to end is no better than the table. */
    @ParameterizedTest
    @MethodSource({"byKey", "byId"})
    void noIndexIsReadWhole(String statement) throws SQLException, IOException {
        String plan = plan(statement);
        String[] lines = plan.split("\n");

        for (int line = 0; line < lines.length; line++) {
            if (lines[line].matches(".*Index (Only )?Scan using generation_(pkey|idempotency) .*")) {
                assertTrue(lines[line + 1].contains("Index Cond: "), plan);
            }
        }
    }

    static Stream<String> byId() {
        return Stream.of(
                GenerationSql.OF_ID,
                GenerationSql.OF_IDS,
                GenerationSql.REQUEUED,
                GenerationSql.COMPLETE,
                GenerationSql.COMPLETE_ONE,
                GenerationSql.CLAIM_DUE,
                SubmissionSql.SUBMITTED,
                QueueSql.CLAIM);
    }

    static Stream<String> byKey() {
        return Stream.of(GenerationSql.OF_KEY, SubmissionSql.ACCEPT);
    }

    private static void assertFoundBy(String index, String plan) {
        assertTrue(plan.contains("using " + index), plan);
        assertFalse(plan.contains("using generation_listing"), plan);
    }

    private static String plan(String statement) throws SQLException, IOException {
        try (Connection connection = new TestLedger(20).connect();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute("vacuum analyze generation");
            // as LedgerPool sets them
            jdbc.execute("set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
            jdbc.execute("prepare kept as " + statement);
            String nulls = String.join(", ", Collections.nCopies(parameters(jdbc), "null"));
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = jdbc.executeQuery("explain execute kept (" + nulls + ")")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private static int parameters(Statement jdbc) throws SQLException {
        try (ResultSet row = jdbc.executeQuery(
                "select cardinality(parameter_types) from pg_prepared_statements where name = 'kept'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
