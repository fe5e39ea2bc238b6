package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plan is kept for as long as its connection, so each statement has to find its rows by their keys whatever the ledger
 * was when it was planned: while it is empty all indexes cost the same, and beside a history few rows are open.
 */
class LedgerPlanTest {
    private static final GenerationInsert HISTORY = GenerationInsert.succeeded("now()")
            .with("id", "(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid")
            .with("state", "case when n % 400 = 0 then 'submitted' else 'succeeded' end")
            .with("completed_at", "case when n % 400 > 0 then now() end");

    private enum Size {
        EMPTY(0),
        GROWN(20_000);

        private final int rows;
        private TestLedger ledger;

        Size(int rows) {
            this.rows = rows;
        }
    }

    @BeforeAll
    static void ledgers() throws SQLException, IOException {
        for (Size size : Size.values()) {
            size.ledger = new TestLedger(20);
            try (Connection connection = size.ledger.connect();
                    Statement jdbc = connection.createStatement()) {
                jdbc.execute(HISTORY.rows("generate_series(1, " + size.rows + ") n"));
                jdbc.execute("vacuum analyze generation");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("byKey")
    void keyIsFoundByTheIndexOfKeys(Size size, String statement) throws SQLException {
        assertFoundBy("generation_idempotency", plan(size, statement));
    }

    @ParameterizedTest
    @MethodSource("byId")
    void generationsAreFoundByTheirIds(Size size, String statement) throws SQLException {
        assertFoundBy("generation_pkey", plan(size, statement));
    }

    /** An index that is read from end to end is no better than the table. */
    @ParameterizedTest
    @MethodSource({"byKey", "byId"})
    void noIndexIsReadWhole(Size size, String statement) throws SQLException {
        String plan = plan(size, statement);
        String[] lines = plan.split("\n");

        for (int line = 0; line < lines.length; line++) {
            if (lines[line].matches(".*Index (Only )?Scan using generation_(pkey|idempotency) .*")) {
                assertTrue(lines[line + 1].contains("Index Cond: "), plan);
            }
        }
    }

    /** A hundred rows by a hundred outcomes are ten thousand comparisons. */
    @ParameterizedTest
    @MethodSource("ofBatches")
    void rowsOfBatchAreNotComparedWithEachOfItsItems(Size size, String statement) throws SQLException {
        String plan = plan(size, statement);

        assertTrue(plan.contains("Hash Join"), plan);
        assertFalse(plan.contains("Nested Loop"), plan);
    }

    /** There may be a hundred thousand of them, and as many rows to pass over. */
    @ParameterizedTest
    @EnumSource
    void purgeLooksUpWhatWaitsByItsHash(Size size) throws SQLException {
        String plan = plan(size, GenerationSql.PURGE);

        assertTrue(plan.contains("hashed SubPlan"), plan);
    }

    /** Each scan of the open rows that are due begins among the dead ones. */
    @Test
    void deadRowsAreFewInTheIndexesOfOpenRowsHoweverLongTheHistory() throws SQLException {
        try (Connection connection = Size.EMPTY.ledger.connect()) {
            assertEquals(
                    "150000 on",
                    Sql.value(
                            connection,
                            """
                            select (50e6 * max(option_value) filter (where option_name = 'autovacuum_vacuum_scale_factor')::numeric
                                + max(option_value) filter (where option_name = 'autovacuum_vacuum_threshold')::numeric)::int
                                || ' ' || max(option_value) filter (where option_name = 'vacuum_index_cleanup')
                            from pg_class, pg_options_to_table(reloptions) where oid = 'generation'::regclass"""));
        }
    }

    static Stream<Arguments> byId() {
        return inEachLedger(
                GenerationSql.OF_ID,
                GenerationSql.OF_IDS,
                GenerationSql.REQUEUED,
                GenerationSql.COMPLETE,
                GenerationSql.COMPLETE_ONE,
                GenerationSql.CLAIM_POLLS,
                GenerationSql.CLAIM_LAST_POLLS,
                GenerationSql.CLAIM_ENDS,
                GenerationSql.ATTACH,
                GenerationSql.PURGE,
                SubmissionSql.SUBMITTED,
                SubmissionSql.SUBMITTED_AT_ACCOUNTS,
                QueueSql.CLAIM,
                AccountQueueSql.CLAIM);
    }

    static Stream<Arguments> byKey() {
        return inEachLedger(
                GenerationSql.OF_KEY,
                SubmissionSql.ACCEPT,
                SubmissionSql.ACCEPT_WITHIN_BUDGETS,
                SubmissionSql.ACCEPT_AT_ACCOUNTS);
    }

    static Stream<Arguments> ofBatches() {
        return inEachLedger(GenerationSql.COMPLETE, SubmissionSql.SUBMITTED);
    }

    private static Stream<Arguments> inEachLedger(String... statements) {
        return Stream.of(Size.values())
                .flatMap(size -> Stream.of(statements).map(statement -> Arguments.of(size, statement)));
    }

    private static void assertFoundBy(String index, String plan) {
        assertTrue(plan.contains("using " + index), plan);
        assertFalse(plan.contains("using generation_listing"), plan);
    }

    private static String plan(Size size, String statement) throws SQLException {
        try (Connection connection = size.ledger.connect();
                Statement jdbc = connection.createStatement()) {
            // as application.properties sets them
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
