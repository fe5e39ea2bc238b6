package dev.gengate.generation.ledger;

/** The statements of the fair queue: a claim takes the provider's slots and the rows in one transaction. */
final class QueueSql {
    private QueueSql() {}

    /** SQL: whether an operator holds this model, by {@code pace.model_brakes}. */
    static String held(String brakes, String model) {
        return "((%s ->> %s)::timestamptz > clock_timestamp()) is true".formatted(brakes, model);
    }

    /** SQL: the models that an operator holds, looked up once in a statement that goes through many rows. */
    static final String HELD_MODELS =
            "array(select b.key from pace h, jsonb_each_text(h.model_brakes) b where b.value::timestamptz > clock_timestamp())";

    /** So many of each caller are looked at for what is not held; those that are will be set aside. */
    static final int PASSED_BY = 2_000;

    /** SQL: whether an operator holds any model. */
    static final String ANY_HELD =
            "exists (select 1 from jsonb_each_text(p.model_brakes) b where b.value::timestamptz > clock_timestamp())";

    /**
     * Is anything queued that does not wait aside (see {@link AsideStore})? Ordered like its index, because a table without statistics would be scanned from end to end.
     */
    static final String ANY_QUEUED =
            "select 1 from generation where state = 'queued' and priority < 10 order by caller, priority, id limit 1";

    /** Which callers have queued rows, where there is room? One step through the index for each. */
    static final String WAITING =
            """
            waiting(caller) as (
                (select caller from generation where state = 'queued' and (select n from room) > 0
                    order by caller limit 1)
                union all
                select (select g.caller from generation g where g.state = 'queued' and g.caller > w.caller
                    order by g.caller limit 1)
                from waiting w where w.caller is not null),""";

    /** What follows from the rows that were claimed. */
    static final String TURNS =
            """
            -- take them out of the kept depth of the queue
            fewer as (
                insert into queue_depth as d (caller, part, waiting)
                select caller, -1, -count(*) from claimed group by caller
                on conflict (caller, part) do update set waiting = d.waiting + excluded.waiting),
            -- note where each caller's turn ends and that it was served
            turns as (
                insert into caller_turn (caller, finish, served_at)
                select caller, max(starts + 1 / weight), clock_timestamp() from claimed group by caller
                on conflict (caller) do update set finish = excluded.finish, served_at = excluded.served_at),
            -- move the virtual time on to the latest turn
            passed as (
                update pace set virtual_time = greatest(virtual_time, (select max(starts) from claimed))
                where exists (select 1 from claimed))""";

    /**
     * Which rows are next? As many queued rows as there are slots: callers in turn by weight (start-time fair queueing;
     * of two turns that start together, the caller served longer ago goes first), a caller's own rows by priority and
     * age. The row of {@code pace} is the lock: one replica claims at a time, and counts running tasks only once it
     * holds the lock.
     */
    static final String CLAIM =
            """
            with recursive
            -- is it this replica's turn to claim? the row is the lock; none while paused
            turn as (
                select virtual_time, stopped_from, model_brakes from pace p
                where in_time($8) and paused_until <= clock_timestamp() and no_credits_since is null
                    and p.ctid::text = (select ctid::text from pace) for update skip locked),
            -- how many tasks are at the provider? counted up to the limit
            running as (
                select count(*) as tasks from (
                    select 1 from generation
                    where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit $5) r),
            -- which slots may be used now? as many as are wanted
            slots as (
                select slot from pace_slot
                where slot <= $3 and free_at <= clock_timestamp() and exists (select 1 from turn)
                limit $2 for update skip locked),
            -- how many rows may leave the queue? a free slot that a submission takes at this moment counts as a task
            room as (
                select least($2, (select count(*) from slots), case when $5 = 0 then $2
                    when (select tasks from running) + $3 <= $5 then $5
                    else greatest(0, $5 - (select tasks from running) - (
                        select count(*) from pace_slot
                        where (select count(*) from slots) > 0 and slot <= $3 and free_at <= clock_timestamp()
                            and xmax::text <> '0' and in_flight(xmax) and slot <> all(array(select slot from slots))))
                    end) as n),
            -- which callers have queued rows? one step through the index for each
            %2$s
            -- where does each caller's next turn start, by its weight?
            base as (
                select w.caller, coalesce(c.weight, 1) as weight, coalesce(t.served_at, '-infinity') as served_at,
                    greatest(coalesce(t.finish, 0), (select virtual_time from turn)) as starts
                from waiting w
                left join caller_turn t on t.caller = w.caller
                left join unnest($6::text[], $7::float8[]) as c(caller, weight) on c.caller = w.caller
                where w.caller is not null),
            -- which of each caller's rows come first, and when does the turn of each start?
            candidate as (
                select q.id, b.caller, b.weight, b.starts + (q.place - 1) / b.weight as starts, q.place, b.served_at,
                    q.credits
                from base b cross join lateral (
                    select id, row_number() over (order by priority, id) as place, credits from (
                        select id, priority, credits from (
                            select id, priority, credits, model from generation
                            where state = 'queued' and caller = b.caller and priority < 10
                            order by priority, id limit %5$d) first
                        where not %4$s order by priority, id limit (select n from room)) head) q),
            -- whose turns start first, over all callers? what credits do not suffice for goes aside, and is not sent
            picked as (
                select id, weight, starts from candidate
                where coalesce(coalesce(credits, 1e12) < (select stopped_from from turn), true)
                order by starts, place > 1, served_at, id limit (select n from room)),
            -- which of these are still queued?
            locked as (
                select p.* from picked p cross join lateral (
                    select 1 from generation g
                    where g.id = p.id and g.state = 'queued' for update skip locked) held),
            -- they become submitting, under a lease and a new attempt
            submitting as (
                update generation g set state = 'submitting', attempts = g.attempts + 1, due_at = $1
                where g.id = any(array(select id from locked))
                returning %1$s),
            -- the rows with their turns, for what follows
            claimed as (select s.*, l.weight, l.starts from submitting s join locked l on l.id = s.id),
            -- take a slot for each row
            spent as (
                update pace_slot s set taken_by = c.id, free_at = clock_timestamp() + $4 * interval '1 microsecond'
                from (select slot, row_number() over () as n from slots) taken
                join (select id, row_number() over () as n from claimed) c using (n)
                where s.slot = taken.slot),
            %3$s
            select * from claimed order by starts, id"""
                    .formatted(
                            GenerationSql.COLUMNS.strip(),
                            WAITING,
                            TURNS,
                            held("(select model_brakes from turn)", "model"),
                            PASSED_BY);

    /** Is anything queued, in how many milliseconds may the next call be made (1000 at most), and what is the time? */
    static final String LOOK =
            """
            with queued as (%s)
            select exists (select 1 from queued) as waiting,
                case when p.no_credits_since is not null or p.paused_until = 'infinity' then 1000
                    else greatest(0, least(1000, ceil(1000 * extract(epoch from
                        greatest(p.paused_until, s.free_at, clock_timestamp()) - clock_timestamp())))) end::int as millis,
                clock_timestamp() as time, p.stopped_from is not null as stopped, p.aside_at is not null as aside,
                %s as held
            from pace p, (select min(free_at) as free_at from pace_slot where slot <= $1) s"""
                    .formatted(ANY_QUEUED, ANY_HELD);

    /**
     * What is the place of a queued row, and when is its turn? At most {@code $8} rows of its own caller ahead of it are
     * counted; with more, it is assumed to be the caller's last. Without an id, of the row whose turn makes room for one
     * more of that caller: its own first where {@code $8} of its own wait, otherwise the first of all. The
     * start follows from the ring of slots, or from the rate of the last window where the limit on running tasks
     * applies; null in a pause without an end, and while
     * credits do not suffice for it.
     */
    static final String PLACE = place(
            """
                select p.no_credits_since is not null or coalesce(
                    coalesce($10, (select credits from mine), 1e12) >= p.stopped_from, false) as so from pace p""",
            "select free_at from pace_slot where slot <= $3",
            "p.paused_until");

    /**
     * @param unpaid whether credits do not suffice for it
     * @param slots of the provider's limit
     * @param paused until when
     */
    static String place(String unpaid, String slots, String paused) {
        return """
            with
            -- the row in question; none where a caller has no room for one
            mine as (select priority, id, credits, only_account, model from generation where id = $1 and state = 'queued'),
            -- how many of the caller's own rows are ahead of it?
            ahead as (
                select count(*) as n from (
                    select 1 from generation
                    where state = 'queued' and caller = $2
                        and (priority, id) < ((select priority from mine), (select id from mine))
                    order by priority desc, id desc limit $8) counted),
            -- how many rows of each caller wait?
            depth as (select caller, sum(waiting) as waiting from queue_depth group by caller),
            -- how many wait in all, and how many of this caller?
            total as (
                select coalesce(sum(waiting), 0) as waiting, coalesce(sum(waiting) filter (where caller = $2), 0) as own
                from depth),
            -- what is its place among the caller's own rows?
            own as (
                select case when $1 is null then 1
                        when n < $8 then n + 1 else greatest(own, n + 1) end::float8 as place
                from ahead, total),
            -- where does each caller's next turn start?
            turn as (
                select c.caller, coalesce(d.waiting, 0)::float8 as waiting, coalesce(w.weight, 1) as weight,
                    greatest(coalesce(t.finish, 0), p.virtual_time) as starts
                from (select caller from depth union select $2) c
                cross join pace p
                left join depth d on d.caller = c.caller
                left join caller_turn t on t.caller = c.caller
                left join unnest($6::text[], $7::float8[]) as w(caller, weight) on w.caller = c.caller),
            -- when does the turn of this row start?
            start as (select t.starts + (own.place - 1) / t.weight as starts from turn t, own where t.caller = $2),
            -- what is its place among all: how many turns of others start before it?
            line as (
                select case when $1 is null and total.own < $8 then 1 else (own.place + coalesce((
                    select sum(least(t.waiting, greatest(0, ceil((start.starts - t.starts) * t.weight))))
                    from turn t, start where t.caller <> $2), 0))::bigint end as place from own, total),
            -- is the limit on running tasks reached?
            busy as (
                select $5 > 0 and $5 <= (
                    select count(*) from (
                        select 1 from generation
                        where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit $5) r)
                    as full_up),
            -- do credits not suffice for it?
            unpaid as (
            %1$s),
            -- until when does an operator hold its model?
            held as (select (model_brakes ->> (select model from mine))::timestamptz as until from pace),
            -- when is the slot free that this place will use?
            slots as (%2$s),
            -- which of them is that? the ring starts again behind its last one
            ring as (
                select free_at from slots order by free_at offset (select (place - 1) %% $3 from line) limit 1)
            select line.place,
                case when unpaid.so or greatest(%3$s, held.until) = 'infinity' then null
                    when busy.full_up then clock_timestamp() + line.place * $4 * interval '1 microsecond' / greatest(1, (
                        select count(*) from slots where free_at > clock_timestamp()))
                    else greatest(clock_timestamp(), %3$s, held.until, (select free_at from ring))
                        + (line.place - 1) / $3 * $4 * interval '1 microsecond' end as starts_at,
                unpaid.so as no_credits,
                coalesce((select accepted from caller_day where caller = $2 and day = $9), 0) as accepted_today,
                total.waiting::bigint as waiting, total.own::bigint as own_waiting
            from line, busy, unpaid, held, total, pace p"""
                .formatted(unpaid, slots, paused);
    }
}
