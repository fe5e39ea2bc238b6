package dev.gengate.proof.scale;

import dev.gengate.proof.ledger.GenerationInsert;
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
                GenerationInsert.succeeded("at")
                        .with(
                                "id",
                                "(lpad(to_hex(millis), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'"
                                        + " || substr(md5(i::text), 5, 15))::uuid")
                        .with("caller", "'caller-' || i % 4")
                        .with("idempotency_key", "md5(i::text)")
                        .with("fingerprint", "decode(md5(i::text) || md5(i::text), 'hex')")
                        .with("input", "'{\"prompt\":\"' || repeat('a lighthouse at dawn ', 14) || '\"}'")
                        .with("state", "case when good then 'succeeded' else 'failed' end")
                        .with("task_id", "md5(i::text)")
                        .with(
                                "images",
                                "case when good then '[{\"url\":\"https://tempfile.example/f/' || md5(i::text) || '.png\"}]' end")
                        .with("failure_code", "case when not good then 'provider-failed' end")
                        .with("failure_message", "case when not good then 'the task failed' end")
                        .with("credits_consumed", "4")
                        .rows("(select i, millis, to_timestamp(millis / 1000.0) as at, i % 100 > 0 as good"
                                + " from (select i, %d + i as millis from generate_series(%d, %d) i) n) t"
                                        .formatted(begin.toEpochMilli(), rows + 1, wanted)));
        rows = wanted;
        Sql.execute(connection, "vacuum analyze");
        Sql.execute(connection, "checkpoint");
    }

    /** The size of one generation, in kB. */
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
