package dev.gengate.scale;

import dev.gengate.generation.ledger.LedgerStatements;
import dev.gengate.support.LedgerSchema;
import dev.gengate.support.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;

/** A ledger with a history, written by SQL: finished generations as the gateway leaves them, of four callers. */
final class GrowingLedger {
    private static final String DATABASE = "scale";

    private final LocalPostgres postgres;
    private final Connection connection;
    private long rows;

    GrowingLedger(LocalPostgres postgres) throws SQLException, IOException {
        this.postgres = postgres;
        postgres.createDatabase(DATABASE);
        connection = connect();
        execute(connection, LedgerSchema.script());
        execute(connection, "insert into pace_slot select slot, '-infinity' from generate_series(1, 1000) slot");
        for (String prepare : LedgerStatements.prepares().values()) {
            execute(connection, prepare);
        }
    }

    /** One more; whoever asks closes it. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(DATABASE) + "?preferQueryMode=simple", "postgres", "");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void repeat(int times, String sql) throws SQLException {
        for (int i = 0; i < times; i++) {
            execute(connection, sql);
        }
    }

    long rows() {
        return rows;
    }

    /** Ids are in the order of time, as the gateway's are; then everything is as after a quiet night. */
    void growTo(long wanted) throws SQLException {
        execute(
                connection,
                """
                insert into generation (id, caller, idempotency_key, fingerprint, model, input, metadata, priority, state,
                    attempts, due_at, deadline_at, task_id, images, credits_consumed, resolved_by, created_at, submitted_at,
                    completed_at)
                select (lpad(to_hex(1735689600000 + i), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'
                        || substr(md5(i::text), 5, 15))::uuid,
                    'caller-' || i %% 4, md5(i::text), decode(md5(i::text) || md5(i::text), 'hex'), 'google/imagen4-fast',
                    '{"prompt":"' || repeat('a lighthouse at dawn ', 14) || '"}', '{}', 1, 'succeeded', 1, at, at,
                    md5(i::text), '[{"url":"https://tempfile.example/f/' || md5(i::text) || '.png"}]', 4, 'callback',
                    at, at, at
                from generate_series(%d, %d) i, lateral (select timestamptz '2025-01-01' + i * interval '1 ms' as at) t"""
                        .formatted(rows + 1, wanted));
        rows = wanted;
        execute(connection, "vacuum analyze");
        execute(connection, "checkpoint");
    }

    /** Of a generation, in kB. */
    double size() throws SQLException {
        return number("select pg_total_relation_size('generation')") / 1e3 / number("select count(*) from generation");
    }

    Usage usage() throws SQLException {
        execute(connection, "select pg_stat_force_next_flush()");
        var cpu = postgres.process()
                .orElseThrow()
                .descendants()
                .collect(Collectors.toMap(
                        ProcessHandle::pid,
                        process -> process.info()
                                        .totalCpuDuration()
                                        .orElse(Duration.ZERO)
                                        .toNanos()
                                / 1e6));
        return new Usage(
                cpu,
                number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"),
                number("select blks_hit + blks_read from pg_stat_database where datname = '" + DATABASE + "'"));
    }

    private long number(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
