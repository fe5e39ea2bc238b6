package dev.gengate.generation.figures;

/** What a generation has cost, for its caller's budget and for the usage. */
public final class CostSql {
    /** SQL: what row {@code g} cost as it ended; 0 while it is open. */
    static final String OF_END = "spent_on(g.state, g.task_id, g.credits_consumed, g.credits)";

    private CostSql() {}

    /**
     * SQL: what row {@code g} cost, with what the provider said too late. Unless the provider had said how the task ended,
     * which holds, that takes the place of what was assumed: its price at most, and of several tasks the dearest.
     *
     * @param late SQL, the late outcomes
     */
    public static String of(String late) {
        return """
            coalesce((
                select max(least(spent_on(l.state, l.task_id, l.credits_consumed, g.credits), g.credits)) from %s l
                where l.generation_id = g.id and l.resolved_by in ('callback', 'poll')
                    and l.task_id = coalesce(g.task_id, l.task_id) and g.resolved_by not in ('callback', 'poll')), %s)"""
                .formatted(late, OF_END);
    }
}
