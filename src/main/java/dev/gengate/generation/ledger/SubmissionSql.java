package dev.gengate.generation.ledger;

/** The two statements that every submission runs, each over many submissions at once. */
final class SubmissionSql {
    private SubmissionSql() {}

    private static final String UNKNOWN =
            """
            -- how many tasks are at the provider? counted up to the limit
            running as (
                select count(*) as tasks from (
                    select 1 from generation
                    where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit $15) r),
            -- is it early enough to store submissions, from which price on do credits not suffice, and which models are held?
            open as (
                select case when no_credits_since is null then stopped_from else 0 end as dear, model_brakes from pace
                where in_time($21)),
            -- which have no key, or a new one, and are not refused for lack of credits? numbered within their caller
            unknown as (
                select a.*, coalesce(coalesce(credits, 1e12) >= o.dear, false) or %s as dear,
                    row_number() over (partition by caller order by place) as nth
                from asked a, open o
                where ($20 or coalesce(coalesce(credits, 1e12) < o.dear, true)) and (
                    select k.id from generation k
                    where k.caller = a.caller and k.idempotency_key = a.idempotency_key limit 1) is null),
            """
                    .formatted(QueueSql.held("o.model_brakes", "a.model"));

    private static final String PLACED =
            """
            -- which slots may be used now? none while paused or while others wait; one for each
            free as (
                select slot from pace_slot
                where slot <= $13 and free_at <= clock_timestamp()
                    and exists (
                        select 1 from pace where paused_until <= clock_timestamp() and no_credits_since is null)
                    and not exists (select 1 from waiting)
                    and ($15 = 0 or (select tasks from running) < $15)
                limit (select count(*) from welcome) for update skip locked),
            -- how many of them? near the limit a free slot that somebody else takes at this moment counts as a task: both
            -- look when they have taken theirs, so that one of them sees the other
            room as (
                select case when $15 = 0 or (select tasks from running) + $13 <= $15 then $13
                    else $15 - (select tasks from running) - (
                        select count(*) from pace_slot
                        where (select count(*) from free) > 0 and slot <= $13 and free_at <= clock_timestamp()
                            and xmax::text <> '0' and in_flight(xmax) and slot <> all(array(select slot from free)))
                    end as n),
            -- who gets a slot? the others are numbered within their caller
            placed as (
                select w.*, f.slot, row_number() over (partition by f.slot is null, w.caller order by w.place) as own
                from welcome w left join (select slot, row_number() over () as turn from free) f
                    on f.turn = w.turn and f.turn <= (select n from room) and not w.dear),
            """;

    private static final String SPENT =
            """
            -- take the slots that were given out
            spent as (
                update pace_slot s set taken_by = p.id, free_at = clock_timestamp() + $14 * interval '1 microsecond'
                from placed p where s.slot = p.slot),
            """;

    private static final String ASKED_AT_ACCOUNTS =
            """
            ,
                    ($27::text[])[place::int] as only_account, string_to_array(($28::text[])[place::int], ',') as may""";

    private static final String UNKNOWN_AT_ACCOUNTS =
            """
            %s
            %s
            -- is it early enough to store submissions?
            early as (select model_brakes from pace where in_time($21)),
            -- which have no key, or a new one, and are not refused for lack of credits? numbered within their caller
            unknown as (
                select b.*, coalesce(coalesce(credits, 1e12) >= b.cap, false) or b.held as dear,
                    row_number() over (partition by caller order by place) as nth
                from (select a.*, %s as cap, %s as held from asked a cross join early e) b
                where ($20 or coalesce(coalesce(credits, 1e12) < b.cap, true)) and (
                    select k.id from generation k
                    where k.caller = b.caller and k.idempotency_key = b.idempotency_key limit 1) is null),
            """
                    .formatted(
                            AccountSql.known(14, 15, 29, 30, 31, 32),
                            AccountSql.TASKS,
                            AccountSql.cap("cap", "a"),
                            QueueSql.held("e.model_brakes", "a.model"));

    /** None while paused or while others wait. */
    private static final String PLACED_AT_ACCOUNTS = AccountSql.slots(
                    "(select count(*) from welcome)",
                    """
                    $13 > 0 and not exists (select 1 from waiting)
                        and exists (select 1 from pace where paused_until <= clock_timestamp())""")
            + AccountSql.OPEN
            + AccountSql.seats("welcome", "not p.dear")
            + """

            -- who gets a slot? the others are numbered within their caller
            placed as (
                select w.*, f.slot, f.account, row_number() over (partition by f.slot is null, w.caller order by w.place) as own
                from welcome w left join seated d on d.turn = w.turn and not w.dear
                left join slots f on f.account = d.account and f.nth = d.nth),
            """;

    private static final String SPENT_AT_ACCOUNTS =
            """
            -- take the slots that were given out
            spent as (
                update pace_slot s set taken_by = p.id, free_at = clock_timestamp() + k.span * interval '1 microsecond'
                from placed p join known k on k.name = p.account where s.slot = p.slot),
            """;

    /**
     * Inserts new generations, the older first. With a free slot and an empty queue each starts as submitting under the
     * lease of the replica that inserts it, otherwise as queued while there is room. A submission that is not returned
     * has its key taken or is refused (see {@link QueueSql#PLACE}). Concurrent submissions do not see each other's
     * rows, but each takes a slot: close to the limit on running tasks a free slot that another holds counts as a task.
     * Rows are inserted by caller and key, so that two replicas with the same keys do not deadlock. What was held up by
     * another's row until nobody waits any more is rolled back.
     */
    static final String ACCEPT = accept(false, false);

    /** The same for callers with a budget. */
    static final String ACCEPT_WITHIN_BUDGETS = accept(true, false);

    /** The same with several accounts, for callers with a budget or without one. */
    static final String ACCEPT_AT_ACCOUNTS = accept(true, true);

    private static String accept(boolean budgets, boolean accounts) {
        return """
            with%3$s
            -- the submissions to store, in the order of their arrival
            asked as (
                select *, (created_at at time zone 'UTC')::date as day, (($22::text[])[place::int])::numeric as credits,
                    ($23::text[])[place::int] as model_version, (($24::text[])[place::int])::numeric as price_from%12$s
                from unnest($1::uuid[], $2::text[], $3::text[],
                    $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[],
                    $11::timestamptz[], $12::int[])
                    with ordinality as a(id, caller, idempotency_key, fingerprint, model, input, correlation_id,
                        metadata, priority, traceparent, created_at, daily_limit, place)),
            -- is anything queued?
            waiting as (%2$s),
            %9$s%4$s-- which fit into the daily limit of their caller?
            welcome as (
                select *, row_number() over (partition by dear order by place) as turn from unknown u
                where (daily_limit is null or nth <= daily_limit - coalesce(
                    (select accepted from caller_day d where d.caller = u.caller and d.day = u.day), 0))%5$s),
            %10$s-- which fit into the queue of their caller? numbered over all callers
            fitting as (
                select p.*, row_number() over (partition by slot is null order by place) as in_all from placed p
                where slot is not null or own <= $19::bigint
                    - (select coalesce(sum(waiting), 0) from queue_depth d where d.caller = p.caller)),
            -- insert those with a slot, and those that fit into the whole queue
            accepted as (
                insert into generation as g (id, caller, idempotency_key, fingerprint, model, input, correlation_id,
                    metadata, priority, traceparent, created_at, model_version, price_from, deadline_at, state,
                    attempts, due_at, credits, aside_since%6$s)
                select id, caller, idempotency_key, decode(fingerprint, 'hex'), model, input, correlation_id,
                    metadata, priority + case when dear then 10 else 0 end, traceparent, created_at, model_version,
                    price_from, created_at + $17::float8 * interval '1 microsecond',
                    case when slot is null then 'queued' else 'submitting' end,
                    case when slot is null then 0 else 1 end,
                    created_at + (case when slot is null then $17::float8 else $16::float8 end) * interval '1 microsecond',
                    credits, case when dear then '-infinity'::timestamptz end%7$s
                from fitting
                where slot is not null
                    or in_all <= $18::bigint - (select coalesce(sum(waiting), 0) from queue_depth)
                order by caller, idempotency_key, place
                on conflict (caller, idempotency_key) where idempotency_key is not null do nothing
                returning %1$s),
            -- note that some wait aside, until credits suffice or their model is released
            aside as (
                update pace set aside_at = case when in_time($21) then clock_timestamp() end
                where exists (select 1 from fitting where dear)),
            %11$s-- count towards the daily limits; a constraint refuses what two replicas would accept too much
            counted as (
                insert into caller_day as d (caller, day, accepted, most)
                select p.caller, p.day, count(*), max(p.daily_limit) from placed p join accepted a on a.id = p.id
                where p.daily_limit is not null group by p.caller, p.day order by p.caller, p.day
                on conflict (caller, day) do update set most = excluded.most,
                    accepted = case when in_time($21) then d.accepted + excluded.accepted end)%8$s
            select %1$s from accepted g where in_time($21)"""
                .formatted(
                        GenerationSql.COLUMNS.strip(),
                        QueueSql.ANY_QUEUED,
                        budgets ? " recursive" : "",
                        budgets ? BudgetSql.HELD : "",
                        budgets ? BudgetSql.FITS : "",
                        (budgets ? ", budget_day" : "") + (accounts ? ", account, only_account" : ""),
                        (budgets ? BudgetSql.DAY : "") + (accounts ? ", account, only_account" : ""),
                        budgets ? BudgetSql.BOOKED : "",
                        accounts ? UNKNOWN_AT_ACCOUNTS : UNKNOWN,
                        accounts ? PLACED_AT_ACCOUNTS : PLACED,
                        accounts ? SPENT_AT_ACCOUNTS : SPENT,
                        accounts ? ASKED_AT_ACCOUNTS : "");
    }

    /**
     * The provider created the tasks. Also applies to unconfirmed rows: the answer came after the lease ran out. The
     * states are part of a {@code case} for the reason given at {@link GenerationSql#COMPLETE}.
     */
    static final String SUBMITTED =
            """
            with calm as (update pace set strikes = 0 where strikes > 0)
            update generation g set state = 'submitted', task_id = s.task_id, submitted_at = s.submitted_at,
                due_at = s.submitted_at + s.first_poll * interval '1 microsecond',
                deadline_at = s.submitted_at + s.longest * interval '1 microsecond'
            from unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[])
                as s(id, attempts, task_id, submitted_at, first_poll, longest)
            where g.id = s.id and g.id = any($1)
              and case when g.state in ('submitting', 'unconfirmed') then g.attempts = s.attempts end
            returning\s"""
                    + GenerationSql.COLUMNS;

    /** The same with several accounts: those that took them are calm. */
    static final String SUBMITTED_AT_ACCOUNTS = SUBMITTED.replace(
            "update pace set strikes = 0 where strikes > 0",
            """
            update account a set strikes = 0 where strikes > 0
                and exists (select 1 from generation c where c.id = any($1) and c.account = a.name)""");
}
