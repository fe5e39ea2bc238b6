package dev.gengate.proof.bench;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.LocalPostgres;
import java.time.Duration;

/**
 * Rows in bulk, made by the database itself. The last 12 hex digits of a row's id and of its task's id are its number.
 * Deadlines are far, so that no sweep takes a row that is to wait.
 */
final class NumberedRows {
    /** Kinds of rows, told apart by this group of their ids. */
    private static final String CALLED_BACK = "91a2";

    private static final String BACKLOG = "91a3";
    private static final String PENDING = "91a4";
    private static final String HISTORY = "91a5";

    /** What the ids of tasks begin with. */
    static final String TASK = "b31f0a77d507765367dc";

    private static final String TASK_OF_ROW = "'" + TASK + "' || lpad(to_hex(n), 12, '0')";

    private static final String INPUT =
            "'{\"prompt\":\"' || repeat('A lighthouse at dusk, photorealistic. ', 8) || '\",\"num_images\":\"1\"}'";

    private static final long RETENTION_MILLIS = Duration.ofDays(29).toMillis();

    /** What a commit under load holds. */
    private static final int COMMIT = 25;

    private static final String OUTBOX =
            """
            insert into outbox (completed_at, due_at, generations)
            select completed_at, completed_at, array_agg(id)
            from (select id, completed_at, row_number() over (order by id) / %2$d as entry from generation
                where id::text like '%1$s%%') numbered
            group by completed_at, entry order by completed_at, entry""";

    private final Ledger ledger;
    private final long born = System.currentTimeMillis() - Duration.ofMinutes(1).toMillis();

    public NumberedRows(LocalPostgres postgres, String database) {
        this.ledger = Ledger.of(postgres, database).asSuperuser();
    }

    /** Generations that wait for their callback, numbered. */
    void submitted(long from, long to) {
        insert(CALLED_BACK, submitted(), born, 0, from, to);
    }

    /** Deletes the rows that still wait. */
    void withdraw(long from, long to) {
        ledger.execute("delete from generation where state = 'submitted' and id between '%s' and '%s'"
                .formatted(id(from), id(to)));
    }

    /** The id of one of those. */
    String id(long number) {
        return idPrefix() + hex(number);
    }

    /** What the ids of those begin with; the rest is their number. */
    String idPrefix() {
        return prefix(CALLED_BACK);
    }

    /** Nothing shorter: among many generations submitted meanwhile one has an id with the same four digits there. */
    private String prefix(String kind) {
        String time = String.format("%012x", born);
        return time.substring(0, 8) + "-" + time.substring(8) + "-7f80-" + kind + "-";
    }

    /** A row's number as its id and its task's id end with it. */
    static String hex(long number) {
        return String.format("%012x", number);
    }

    /** Generations that wait for a callback that does not come. */
    void pending(long count) {
        insert(PENDING, submitted(), born, 0, 1, count);
    }

    /** Ended, and not on Kafka. */
    void backlog(long count) {
        insert(BACKLOG, finished(), born, 0, 1, count);
        ledger.execute(OUTBOX.formatted(prefix(BACKLOG), COMMIT));
    }

    /** Ended and published, evenly over the time that rows are kept. */
    void history(long count) {
        insert(HISTORY, finished(), born - RETENTION_MILLIS, RETENTION_MILLIS * 1000 / count, 1, count);
    }

    private void insert(String kind, GenerationInsert generations, long millis, long step, long from, long to) {
        ledger.execute(generations
                .with(
                        "id",
                        "(substr(t, 1, 8) || '-' || substr(t, 9) || '-7f80-%s-' || lpad(to_hex(n), 12, '0'))::uuid"
                                .formatted(kind))
                .with("input", INPUT)
                .with("correlation_id", "'order-' || n")
                .with("metadata", "'{\"team\":\"ads\"}'")
                .rows("(select n, at, lpad(to_hex(ms), 12, '0') as t"
                        + " from (select n, ms, to_timestamp(ms / 1000.0) as at"
                        + " from (select n, %d + n * %d / 1000 as ms from generate_series(%d::bigint, %d) as n) counted) timed) born"
                                .formatted(millis, step, from, to)));
    }

    private static GenerationInsert submitted() {
        return GenerationInsert.submitted(TASK_OF_ROW)
                .with("due_at", "now() + interval '1 day'")
                .with("deadline_at", "now() + interval '2 days'")
                .with("created_at", "at")
                .with("submitted_at", "at");
    }

    private static GenerationInsert finished() {
        return GenerationInsert.succeeded("at")
                .with("due_at", "now() - interval '1 hour'")
                .with("deadline_at", "now()")
                .with("task_id", TASK_OF_ROW)
                .with("images", "'[{\"url\":\"https://tempfile.example/f/' || n || '.png\"}]'")
                .with("credits_consumed", "4")
                .with("completed_at", "at + interval '15 s'");
    }

    /** Empty tables again; a gateway of before may have no custody. */
    void clear() {
        ledger.execute(
                """
                do $$ begin
                    truncate generation, outbox;
                    if to_regclass('custody') is not null then truncate custody; end if;
                end $$""");
    }

    /**
     * Now, so that it does not fall into a measurement; and before rows are made, not after: callbacks come seconds after
     * their rows were written, when their pages are in the log already.
     */
    void checkpoint() {
        ledger.execute("checkpoint");
    }

    /** What autovacuum would do in the middle of a measurement. */
    void settle() {
        ledger.execute("vacuum (analyze) generation");
    }

    public long unpublished() {
        return ledger.number("select coalesce(sum(cardinality(generations)), 0) from outbox");
    }

    /** How many of these rows were really called back. */
    long ended(long from, long to) {
        return ledger.number("select count(*) from generation where state = 'succeeded' and id between '%s' and '%s'"
                .formatted(id(from), id(to)));
    }
}
