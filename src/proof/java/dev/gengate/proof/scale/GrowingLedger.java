package dev.gengate.proof.scale;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A ledger with a history, written by SQL: finished generations as the gateway leaves them, of four callers; one of a
 * hundred has failed.
 */
public final class GrowingLedger {
    private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

    private final LocalPostgres postgres;
    private final Ledger ledger;
    private final Instant begin;
    private final Connection connection;
    private long rows;

    private GrowingLedger(LocalPostgres postgres, Ledger ledger, Instant begin) throws SQLException {
        this.postgres = postgres;
        this.ledger = ledger.asSuperuser();
        this.begin = begin;
        connection = replica();
    }

    /** One without a gateway. */
    static GrowingLedger create(LocalPostgres postgres) throws SQLException {
        return new GrowingLedger(postgres, Ledger.create(postgres, "scale", 1_000), LONG_AGO);
    }

    /** The ledger of a gateway, with a history that begins at some time. */
    public static GrowingLedger of(LocalPostgres postgres, Ledger ledger, Instant begin) throws SQLException {
        return new GrowingLedger(postgres, ledger, begin);
    }

    /** One more; whoever asks closes it. */
    Connection replica() throws SQLException {
        return ledger.replica();
    }

    void repeat(int times, String sql) throws SQLException {
        for (int i = 0; i < times; i++) {
            Sql.execute(connection, sql);
        }
    }

    long rows() {
        return rows;
    }

    /** Ids are in the order of time, as the gateway's are; then everything is as after a quiet night. */
    public void growTo(long wanted) throws SQLException {
        Sql.execute(
                connection,
                """
                insert into generation (id, caller, idempotency_key, fingerprint, model, input, metadata, priority, state,
                    attempts, due_at, deadline_at, task_id, images, failure_code, failure_message, credits_consumed,
                    resolved_by, created_at, submitted_at, completed_at)
                select (lpad(to_hex(%1$d + i), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'
                        || substr(md5(i::text), 5, 15))::uuid,
                    'caller-' || i %% 4, md5(i::text), decode(md5(i::text) || md5(i::text), 'hex'), 'google/imagen4-fast',
                    '{"prompt":"' || repeat('a lighthouse at dawn ', 14) || '"}', '{}', 1,
                    case when good then 'succeeded' else 'failed' end, 1, at, at, md5(i::text),
                    case when good then '[{"url":"https://tempfile.example/f/' || md5(i::text) || '.png"}]' end,
                    case when not good then 'provider-failed' end, case when not good then 'the task failed' end,
                    4, 'callback', at, at, at
                from generate_series(%2$d, %3$d) i,
                    lateral (select to_timestamp((%1$d + i) / 1000.0) as at, i %% 100 > 0 as good) t"""
                        .formatted(begin.toEpochMilli(), rows + 1, wanted));
        rows = wanted;
        Sql.execute(connection, "vacuum analyze");
        Sql.execute(connection, "checkpoint");
    }

    /** Of a generation, in kB. */
    double size() throws SQLException {
        return Sql.number(connection, "select pg_total_relation_size('generation')")
                / 1e3
                / Sql.number(connection, "select count(*) from generation");
    }

    Usage usage() throws SQLException {
        Sql.execute(connection, "select pg_stat_force_next_flush()");
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
                Sql.number(connection, "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"),
                Sql.number(
                        connection,
                        "select blks_hit + blks_read from pg_stat_database where datname = current_database()"));
    }
}
