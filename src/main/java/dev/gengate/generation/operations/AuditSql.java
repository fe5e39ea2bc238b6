package dev.gengate.generation.operations;

/** The statements of the audit and of what is known of one generation. */
final class AuditSql {
    static final String INSERT = "insert into audit (done_at, actor, action, target, reason, operation_id)";

    /** One act on each of some. */
    static final String TELL = INSERT + " select clock_timestamp(), $1, $2, t, $4, $5 from unnest($3::text[]) t";

    /** The newest first, before an entry; of one actor or action, each null for all. */
    static final String LIST = list("$4::text is null");

    /** The same of one target. */
    static final String LIST_OF_TARGET = list("target = $4");

    /**
     * The oldest of all, as far as they are old: they are numbered in the order in which they are done. Those of an
     * operation that runs stay, for it counts what it has paid for by them.
     */
    static final String PURGE =
            """
            delete from audit where entry = any(array(
                select entry from (
                    select entry, done_at from audit
                    where coalesce(operation_id <> all(array(select id from operation where finished_at is null)), true)
                    order by entry limit $2) oldest
                where done_at < $1))""";

    /** What the row cannot say of a generation, in order. Its event usually waits for milliseconds, which is not told. */
    static final String STORY =
            """
            select at, kind, actor, task_id, state, detail from (
                (select noted_at as at, kind, null as actor, null as task_id, null as state,
                    concat_ws(', ', detail, 'attempt ' || attempt) as detail
                from journal where generation_id = $1 order by entry limit 100)
                union all
                (select noted_at, 'journal-full', null, null, null, 'what came later was not noted'
                from journal where generation_id = $1 order by entry offset %1$d limit 1)
                union all
                (select received_at, 'late-outcome', resolved_by, nullif(task_id, ''), state, failure_code
                from late_outcome where generation_id = $1 limit 100)
                union all
                (select set_aside_at, 'event-set-aside', null, null, null, cause || ', tries ' || tries
                from dead_letter where generation_id = $1)
                union all
                (select completed_at, 'event-waits', null, null, null, null from generation
                where id = $1 and completed_at < now() - interval '5 seconds'
                    and exists (select from outbox where $1 = any(generations)))
                union all
                (select done_at, action, actor, null, null, reason from audit where target = $1::text
                order by entry limit 100)) told
            order by at, kind = 'journal-full'"""
                    .formatted(Journal.MOST - 1);

    /**
     * Entries of one generation: what goes on for days must not fill the ledger, and what anybody can cause must not take
     * the room of the rest.
     */
    static final String NOTE =
            """
            insert into journal (generation_id, noted_at, kind, detail)
            select $1, clock_timestamp(), $2, $3
            where exists (select from generation where id = $1)
                and (select count(*) < %d and count(*) filter (where kind = $2) < %d
                    from journal where generation_id = $1)"""
                    .formatted(Journal.MOST, Journal.MOST_NOTED_OF_A_KIND);

    private AuditSql() {}

    /** Looks at $6 of them at most, for no index knows who did what: says how many these were, and where they end. */
    private static String list(String which) {
        return """
            with looked as materialized (
                select * from audit where entry < $1 and %s order by entry desc limit $6),
            shown as (
                select * from looked where ($2::text is null or actor = $2) and ($3::text is null or action = $3)
                order by entry desc limit $5)
            select s.entry, s.done_at, s.actor, s.action, s.target, s.reason, s.operation_id, l.looked, l.last
            from (select count(*) as looked, min(entry) as last from looked) l left join shown s on true
            order by s.entry desc"""
                .formatted(which);
    }
}
