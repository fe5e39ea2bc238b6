package dev.gengate.generation;

/** The statements of admission and of the fair queue: they take the provider's slots and the rows in one transaction. */
final class QueueSql {
    private QueueSql() {}

    /**
     * A new generation: with a free slot and nobody waiting it starts as submitting under the lease of the replica that
     * inserts it, else as queued while there is room. No row back: its key is taken, or the queue is full.
     */
    static final String ACCEPT =
            """
            with known as (select 1 from generation where caller = $2 and idempotency_key = $3),
            waiting as (select 1 from generation where state = 'queued' limit 1),
            running as (
                select count(*) as tasks from (
                    select 1 from generation
                    where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit $16) r),
            slot as (
                update pace_slot set free_at = clock_timestamp() + $15 * interval '1 microsecond'
                where slot = (
                        select slot from pace_slot where slot <= $14 and free_at <= clock_timestamp()
                        limit 1 for update skip locked)
                    and exists (select 1 from pace where paused_until <= clock_timestamp())
                    and not exists (select 1 from waiting)
                    and not exists (select 1 from known)
                    and ($16 = 0 or (select tasks from running) < $16)
                returning slot),
            direct as (select exists (select 1 from slot) as now)
            insert into generation as g (id, caller, idempotency_key, fingerprint, model, input, correlation_id,
                metadata, priority, traceparent, created_at, deadline_at, state, attempts, due_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                case when now then 'submitting' else 'queued' end,
                case when now then 1 else 0 end,
                case when now then $13 else $12 end
            from direct
            where now or (
                (select count(*) from (select 1 from generation where state = 'queued' limit $17) q) < $17
                and (select count(*) from (
                    select 1 from generation where state = 'queued' and caller = $2 limit $18) q) < $18)
            on conflict (caller, idempotency_key) where idempotency_key is not null do nothing
            returning\s"""
                    + GenerationSql.COLUMNS;

    /**
     * Who is next? As many queued rows as there are slots, callers in turn by weight (start-time fair queueing), a
     * caller's own by priority and age. The row of {@code pace} is the lock: one replica claims at a time.
     */
    static final String CLAIM =
            """
            with recursive
            turn as (select virtual_time from pace where paused_until <= clock_timestamp() for update skip locked),
            running as (
                select count(*) as tasks from (
                    select 1 from generation
                    where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit $5) r),
            slots as (
                select slot from pace_slot
                where slot <= $3 and free_at <= clock_timestamp() and exists (select 1 from turn)
                limit $2 for update skip locked),
            room as (
                select least((select count(*) from slots),
                    case when $5 = 0 then $2 else greatest($5 - (select tasks from running), 0) end) as n),
            waiting(caller) as (
                (select caller from generation where state = 'queued' and (select n from room) > 0
                    order by caller limit 1)
                union all
                select (select g.caller from generation g where g.state = 'queued' and g.caller > w.caller
                    order by g.caller limit 1)
                from waiting w where w.caller is not null),
            base as (
                select w.caller, coalesce(c.weight, 1) as weight,
                    greatest(coalesce(t.finish, 0), (select virtual_time from turn)) as starts
                from waiting w
                left join caller_turn t on t.caller = w.caller
                left join unnest($6::text[], $7::float8[]) as c(caller, weight) on c.caller = w.caller
                where w.caller is not null),
            candidate as (
                select q.id, b.caller, b.weight, b.starts + (q.place - 1) / b.weight as starts
                from base b cross join lateral (
                    select id, row_number() over (order by priority, id) as place from (
                        select id, priority from generation where state = 'queued' and caller = b.caller
                        order by priority, id limit (select n from room)) head) q),
            picked as (select * from candidate order by starts, id limit (select n from room)),
            locked as (
                select p.* from picked p join generation g on g.id = p.id
                where g.state = 'queued' for update of g skip locked),
            claimed as (
                update generation g set state = 'submitting', attempts = g.attempts + 1, due_at = $1
                from locked l where g.id = l.id
                returning %s, l.weight, l.starts),
            spent as (
                update pace_slot set free_at = clock_timestamp() + $4 * interval '1 microsecond'
                where slot in (select slot from slots limit (select count(*) from claimed))),
            turns as (
                insert into caller_turn (caller, finish)
                select caller, max(starts + 1 / weight) from claimed group by caller
                on conflict (caller) do update set finish = excluded.finish),
            passed as (
                update pace set virtual_time = greatest(virtual_time, (select max(starts) from claimed))
                where exists (select 1 from claimed))
            select * from claimed order by starts, id"""
                    .formatted(GenerationSql.COLUMNS.strip());

    /** Does anybody wait? */
    static final String ANY_QUEUED = "select exists (select 1 from generation where state = 'queued') as waiting";
}
