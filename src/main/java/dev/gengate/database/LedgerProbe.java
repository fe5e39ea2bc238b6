package dev.gengate.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Checks whether the ledger accepts writes: a ledger that is read-only, full, or without its synchronous standby still
 * answers reads. One replica writes for all when the probe is due, so the row stays cool however many replicas there
 * are; the others see that it was written.
 */
@ApplicationScoped
public class LedgerProbe {
    /**
     * A read-only transaction is refused at once, whichever replica asks. While a commit stalls, other replicas do not
     * wait for the row, and the last write grows old.
     */
    static final String WRITE =
            """
            with due as (
                select 1 from write_probe
                where written_at not between clock_timestamp() - interval '4 seconds' and clock_timestamp()
                for update skip locked),
            written as (
                update write_probe set written_at = case when disk_takes_more() then clock_timestamp() end
                where exists (select 1 from due)
                returning 1)
            select exists (select 1 from written) or written_at > clock_timestamp() - interval '15 seconds'
            from write_probe""";

    private final Database database;

    LedgerProbe(Database database) {
        this.database = database;
    }

    /** Whether a commit succeeded recently. */
    public Uni<Boolean> writable() {
        return database.run(WRITE, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0))
                .onFailure()
                .recoverWithItem(false);
    }
}
