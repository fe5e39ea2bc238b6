package dev.gengate.proof.cluster;

import dev.gengate.proof.ledger.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a run asks the ledger behind the gateway's back. */
public final class LedgerView {
    private static final String ROWS =
            "select id::text, idempotency_key, state, task_id, images, completed_at is not null"
                    + " and not exists (select from outbox where generation.id = any(generations))"
                    + " and not exists (select from dead_letter where generation_id = generation.id) from generation";
    private static final String OPEN = "select count(*) from generation where completed_at is null";
    private static final String UNPUBLISHED =
            "select coalesce(sum(cardinality(generations)), 0) + (select count(*) from dead_letter)"
                    + " + (select count(*) from custody) from outbox";
    private static final String LATE = "select count(*) from late_outcome";

    private static final String HELD =
            "select holder::text, string_agg(event::text, ' '), max(due_at)::text from outbox,"
                    + " unnest(generations) event where holder is not null group by holder";

    private final Ledger ledger;

    public LedgerView(Database database) {
        this.ledger = database.ledger();
    }

    public List<LedgerRow> rows() {
        return ledger.values(
                ROWS,
                row -> new LedgerRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBoolean(6)));
    }

    long open() {
        return ledger.number(OPEN);
    }

    /** What is open yet of that which was accepted before. */
    public long openBefore(Instant time) {
        return ledger.number(OPEN + " and created_at < '" + time + "'");
    }

    public long unpublished() {
        return ledger.number(UNPUBLISHED);
    }

    /**
     * What one life of a replica has on its way.
     *
     * @param generations whose events these are
     * @param until its lease, which a replica that lives renews every few seconds
     */
    public record Held(String holder, Set<String> generations, String until) {}

    public List<Held> held() {
        return ledger.values(
                HELD, row -> new Held(row.getString(1), Set.of(row.getString(2).split(" ")), row.getString(3)));
    }

    /** Outcomes that came after an end and were kept for audit only. */
    public long late() {
        return ledger.number(LATE);
    }
}
