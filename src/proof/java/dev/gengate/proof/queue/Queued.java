package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Rows that wait, put into the ledger by SQL: what comes in by REST is tested elsewhere, and 1,000,000 take long. */
final class Queued {
    private static final int AT_ONCE = 500;

    private Queued() {}

    /** Inserts rows of one caller, counted by the ledger's own triggers. */
    static void insert(Connection ledger, String caller, int rows) throws SQLException {
        for (int done = 0; done < rows; done += AT_ONCE) {
            Sql.execute(ledger, sql("'" + caller + "'", done + 1, done + AT_ONCE));
        }
    }

    /** Inserts rows of four callers in turn; the count is made once, without triggers. Needs a superuser. */
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
        return GenerationInsert.in("queued")
                .with(
                        "id",
                        "(lpad(to_hex(1767225600000 + i), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'"
                                + " || substr(md5(i::text), 5, 15))::uuid")
                .with("caller", caller)
                .with("input", "'{\"prompt\":\"a lighthouse at dawn, number ' || i || '\"}'")
                .with("due_at", "now() + interval '1 day'")
                .with("deadline_at", "now() + interval '1 day'")
                .rows("generate_series(%d, %d) i".formatted(from, to));
    }
}
