package dev.gengate.generation.figures;

import dev.gengate.generation.operations.Act;

/** What a generation has cost, for its caller's budget and for the usage. */
public final class CostSql {
    /** SQL: what row {@code g} cost as it ended; 0 while it is open. */
    static final String OF_END = "spent_on(g.state, g.failure_code, g.task_id, g.credits_consumed, g.credits)";

    /** SQL: whether an operator has sent row {@code g} again, so that it may have two tasks. */
    public static final String RESUBMITTED =
            "exists (select from audit a where a.target = g.id::text and a.action = '" + Act.RESUBMIT + "')";

    private static final String DEAREST =
            """
            (
                select max(least(spent_on(l.state, l.failure_code, l.task_id, l.credits_consumed, g.credits), g.credits))
                from %s l
                where l.generation_id = g.id and l.resolved_by in ('callback', 'poll') and %s)""";

    private CostSql() {}

    /**
     * SQL: what row {@code g} cost, with what the provider said aside. Unless the provider had said how the task ended,
     * which holds, what it says too late takes the place of what was assumed. Of a row that was sent again one further task
     * counts beside its own. Each counts its price at most, and of several the dearest.
     *
     * @param late SQL, the late outcomes
     */
    public static String of(String late) {
        String own = "l.task_id = coalesce(g.task_id, l.task_id) and g.resolved_by not in ('callback', 'poll')";
        return "coalesce(%s, %s) + coalesce(%s, 0)"
                .formatted(
                        DEAREST.formatted(late, own),
                        OF_END,
                        DEAREST.formatted(late, "l.task_id <> g.task_id and " + RESUBMITTED));
    }
}
