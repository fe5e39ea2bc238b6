package dev.gengate.generation.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.ledger.TestLedger;
import dev.gengate.proof.ledger.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An audit and operations of years cost what those of a day do. */
class OperationsPlanTest {
    private static final int ENTRIES = 12_000;

    private static Connection ledger;

    @BeforeAll
    static void ledger() throws SQLException, IOException {
        ledger = new TestLedger(20).replica();
        Sql.execute(
                ledger,
                """
                insert into audit (done_at, actor, action, target)
                select now() - interval '500 days' + n * interval '1 hour', case when n = 1 then 'once' else 'ops' end,
                    'replay', n::text from generate_series(1, %d) n;
                insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at,
                    finished_at)
                select gen_random_uuid(), 'replay', '{}', 'r', 'ops', gen_random_uuid(), gen_random_uuid(), now(), now(),
                    now() from generate_series(1, 2000);
                analyze audit; analyze operation"""
                        .formatted(ENTRIES));
        // as application.properties sets them
        Sql.execute(ledger, "set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    }

    @AfterAll
    static void close() throws SQLException {
        ledger.close();
    }

    static List<Arguments> statements() {
        return List.of(
                Arguments.of(AuditSql.LIST, 6, "audit_pkey"),
                Arguments.of(AuditSql.LIST_OF_TARGET, 6, "audit_target"),
                Arguments.of(AuditSql.STORY, 1, "audit_target"),
                Arguments.of(AuditSql.PURGE, 2, "audit_pkey"),
                Arguments.of(OperationSql.NEWEST, 0, "operation_pkey"),
                Arguments.of(OperationSql.CLAIM, 2, "operation_due"),
                Arguments.of(OperationSql.CHANGED, 2, "audit_target"),
                Arguments.of(OperationSql.PURGE, 3, "operation_pkey"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void rowsAreFoundByTheIndexThatFits(String statement, int parameters, String index) throws SQLException {
        Sql.execute(ledger, "prepare planned as " + statement);
        String nulls = String.join(", ", Collections.nCopies(parameters, "null"));
        String plan = String.join(
                "\n", Sql.values(ledger, "explain execute planned" + (parameters == 0 ? "" : "(" + nulls + ")")));
        Sql.execute(ledger, "deallocate planned");

        assertTrue(plan.contains("using " + index) || plan.contains("on " + index), plan);
        assertFalse(plan.contains("Seq Scan on audit") || plan.contains("Seq Scan on operation"), plan);
    }

    @Test
    void oneThatRunsIsAmongTheNewestHoweverManyBeganAfterIt() throws SQLException {
        String running = "00000000-0000-7000-8000-000000000001";
        Sql.execute(
                ledger,
                "insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at) values"
                        + " ('%1$s', 'replay', '{}', 'r', 'ops', '%1$s', '%1$s', now(), now())".formatted(running));

        List<String> newest = Sql.values(ledger, OperationSql.NEWEST);

        assertEquals(running, newest.get(0));
        assertEquals(50, newest.size());
    }

    /** An operator who did one thing a year ago is found, page by page. */
    @Test
    void windowOfTheAuditEndsWhereItIsSaid() throws SQLException {
        Sql.execute(ledger, "prepare listed as " + AuditSql.LIST);

        assertEquals("null 5000 7001", listed(ENTRIES + 1));
        assertEquals("null 5000 2001", listed(7001));
        assertEquals("1 2000 1", listed(2001));
    }

    /** It counts by them what it has paid for, and begins where its start is. */
    @Test
    void actsOfAnOperationThatRunsAreNotPurged() throws SQLException {
        Sql.execute(ledger, "prepare purged as " + AuditSql.PURGE);
        ledger.setAutoCommit(false);
        try {
            Sql.execute(
                    ledger,
                    """
                    insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at,
                        finished_at)
                    select id, 'resubmit', '{}', 'r', 'ops', id, id, now(), now(), ended
                    from (values (uuid_in('00000000-0000-7000-8000-00000000000a'), null),
                        (uuid_in('00000000-0000-7000-8000-00000000000b'), now())) as o(id, ended);
                    insert into audit (entry, done_at, actor, action, target, operation_id) overriding system value
                    select -n, now() - interval '501 days', 'ops', a.action, n::text,
                        ('00000000-0000-7000-8000-00000000000' || operation)::uuid
                    from (values (4, 'start', 'a'), (3, 'resubmit', 'a'), (2, 'start', 'b'), (1, 'resubmit', 'b'))
                        as a(n, action, operation)""");

            Sql.execute(ledger, "execute purged(now() - interval '500 days', 3)");

            assertEquals(
                    List.of("-4", "-3"), Sql.values(ledger, "select entry from audit where entry < 1 order by entry"));
        } finally {
            ledger.rollback();
            ledger.setAutoCommit(true);
        }
    }

    private static String listed(long before) throws SQLException {
        return Sql.values(
                        ledger,
                        "execute listed (%d, 'once', null, null, 50, %d)".formatted(before, AuditStore.WINDOW),
                        row -> row.getString("entry") + " " + row.getString("looked") + " " + row.getString("last"))
                .get(0);
    }
}
