package dev.gengate.generation.operations;

/** The statements of operations. */
final class OperationSql {
    private static final String COLUMNS =
            """
            id, action, filter, reason, requested_by, most, matched, last_id, end_id, looked, done, skipped, created_at,
            finished_at, aborted_by
            """;

    static final String CREATE =
            """
            with told as (%s values (clock_timestamp(), $5, 'start', $1::uuid::text, $4, $1::uuid))
            insert into operation (id, action, filter, reason, requested_by, most, matched, last_id, end_id, due_at,
                created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
            returning\s"""
                            .formatted(AuditSql.INSERT)
                    + COLUMNS;

    static final String OF_ID = "select " + COLUMNS + " from operation where id = $1";

    /** Running operations come first: the others are 50 at most, and no running one is missed for them. */
    static final String NEWEST = "select " + COLUMNS
            + """
            from operation where id = any(array(
                (select id from operation where finished_at is null limit 50)
                union
                (select id from operation order by id desc limit 50)))
            order by finished_at is not null, id desc limit 50""";

    /**
     * Which operation is due for its next step? Claimed until the given lease. What was sent again, or cancelled, is counted
     * in the audit: a step that ended with a crash did not write down what it did, and finds none of it again.
     */
    static final String CLAIM =
            """
            update operation o set due_at = $2, done = case when action = 'replay' then done else (
                    select count(*) from audit a
                    where a.operation_id = o.id and a.action = o.action and a.entry > coalesce((
                        select min(s.entry) from audit s where s.target = o.id::text and s.action = 'start'), 0)) end
            where id = (
                select id from operation where finished_at is null and due_at <= $1
                order by due_at limit 1 for update skip locked)
            returning\s"""
                    + COLUMNS;

    /** A replica that slept through its lease writes nothing: its step is another's by now. */
    static final String ADVANCE =
            """
            update operation set last_id = $2, looked = looked + $3, done = done + $4, skipped = skipped + $5,
                due_at = $6, finished_at = coalesce(finished_at, $7)
            where id = $1 and due_at = $8""";

    /** What is under way is done; nothing more is begun. */
    static final String ABORT =
            """
            with ended as (
                update operation set finished_at = $2, aborted_by = $3 where id = $1 and finished_at is null
                returning %s),
            told as (%s select clock_timestamp(), $3, 'abort', id::text, $4, id from ended)
            select * from ended"""
                    .formatted(COLUMNS.strip(), AuditSql.INSERT);

    /** The oldest that ended before that time. */
    static final String PURGE =
            """
            delete from operation where id = any(array(
                select id from operation where id < $1 and finished_at < $2 order by id limit $3))""";

    /** Which of these generations has the operation changed already? Its last step may be repeated. */
    static final String CHANGED =
            "select target from audit where target = any($2::text[]) and operation_id = $1 and action = 'resubmit'";

    private OperationSql() {}
}
