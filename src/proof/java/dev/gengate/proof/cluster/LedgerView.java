package dev.gengate.proof.cluster;

import dev.gengate.proof.ledger.Ledger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a run asks the ledger behind the gateway's back. */
public final class LedgerView {
    private static final String ROWS =
            "select id::text, idempotency_key, state, task_id, images, completed_at is not null"
                    + " and not exists (select from outbox where generation.id = any(generations))"
                    + " and not exists (select from dead_letter where generation_id = generation.id), caller, credits from generation";
    private static final String OPEN = "select count(*) from generation where completed_at is null";
    private static final String UNPUBLISHED =
            "select coalesce(sum(cardinality(generations)), 0) + (select count(*) from dead_letter)"
                    + " + (select count(*) from custody) from outbox";
    private static final String LATE = "select count(*) from late_outcome";

    private static final String USAGE =
            "select caller, account, model, sum(credits) from usage group by caller, account, model";
    /** From the next reading of the balance on, as if it had been read at the begin of the hour. */
    private static final String WATCHED = "update usage_turn set seen_at = '-infinity', counted_at = '-infinity'";
    /** What fell the balance, and what of that the costs do not account for: the gauges, without their day. */
    private static final String FALL = "select coalesce(sum(fall), 0) from usage_hour";

    private static final String DRIFT = "select coalesce(sum(fall - known), 0) from usage_hour";
    private static final String ROLLED_UP = "select sum(version) from usage_hour";
    private static final String NOT_ROLLED_UP =
            "select (select count(*) from usage_hour where open <> 0 or open is null)"
                    + " + abs((select count(*) from generation) - (select sum(generations) from usage))";

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
                        row.getBoolean(6),
                        row.getString(7),
                        row.getBigDecimal(8)));
    }

    public List<UsageRow> usage() {
        return ledger.values(
                USAGE, row -> new UsageRow(row.getString(1), row.getString(2), row.getString(3), row.getBigDecimal(4)));
    }

    public boolean readsTheBalance() {
        return ledger.number("select count(seen_balance) from usage_turn") > 0;
    }

    /** The fall of the balance counts from now on, also in an hour of which the gateway has not seen the begin. */
    public void watchUsage() {
        ledger.execute(WATCHED);
    }

    public BigDecimal fall() {
        return credits(FALL);
    }

    public BigDecimal drift() {
        return credits(DRIFT);
    }

    private BigDecimal credits(String sql) {
        return ledger.values(sql, row -> row.getBigDecimal(1)).get(0);
    }

    /** How often hours were rolled up. */
    public long rolledUp() {
        return ledger.number(ROLLED_UP);
    }

    /** Hours and generations that the usage does not have as they are now. */
    public long notRolledUp() {
        return ledger.number(NOT_ROLLED_UP);
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
