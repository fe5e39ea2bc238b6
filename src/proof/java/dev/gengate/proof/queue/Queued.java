package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Rows that wait, put into the ledger by SQL: what comes in by REST is tested elsewhere, and 1,000,000 take long. */
final class Queued {
    private static final int AT_ONCE = 500;

    private Queued() {}

    /** Of one caller, counted by the ledger's own triggers. */
    static void insert(Connection ledger, String caller, int rows) throws SQLException {
        for (int done = 0; done < rows; done += AT_ONCE) {
            Sql.execute(ledger, sql("'" + caller + "'", done + 1, done + AT_ONCE));
        }
    }

    /** Of four callers in turn; the triggers are left out and the count is made once. Needs a superuser. */
    static void insertMany(Connection ledger, int from, int to) throws SQLException {
        Sql.execute(ledger, "set session_replication_role = replica");
        Sql.execute(ledger, sql("'caller-' || i % 4", from, to));
        Sql.execute(ledger, "set session_replication_role = origin");
        Sql.execute(ledger, "delete from queue_depth");
        Sql.execute(
                ledger,
                "insert into queue_depth select caller, 0, count(*) from generation where state = 'queued' group by 1");
    }

    /** Ids are time-ordered, as the gateway's are. */
    private static String sql(String caller, int from, int to) {
        return """
                insert into generation (id, caller, fingerprint, model, input, metadata, priority, state, attempts,
                    due_at, deadline_at, created_at)
                select (lpad(to_hex(1767225600000 + i), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'
                        || substr(md5(i::text), 5, 15))::uuid,
                    %s, '', 'google/imagen4-fast', '{"prompt":"a lighthouse at dawn, number ' || i || '"}', '{}', 1,
                    'queued', 0, now() + interval '1 day', now() + interval '1 day', now()
                from generate_series(%d, %d) i"""
                .formatted(caller, from, to);
    }
}
