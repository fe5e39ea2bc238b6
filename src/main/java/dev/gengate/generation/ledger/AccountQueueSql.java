package dev.gengate.generation.ledger;

import dev.gengate.generation.account.AccountStore;

/**
 * The statements of the queue where there are several accounts. The row of {@code pace} is still the lock of those that
 * claim, and holds the brake for all; each account's slots, pauses and stops are its own.
 */
final class AccountQueueSql {
    private static final String KNOWN = AccountSql.known(1, 2, 3, 4, 5, 6);

    /** Twice its share of what is wanted is enough: what one claim does not find, the next one does. */
    private static final String SHARE =
            "ceil(2.0 * $8::bigint / (select count(*) from known m where m.able and m.rank is not distinct from k.rank))::bigint";

    /** Of {@link #PLACE}: the accounts that may serve the row, or the caller's next one. */
    private static final String MAY_SERVE =
            """
            from account a cross join (select coalesce($14, (select only_account from mine)) as name) sole
                where case when sole.name is not null then a.name = sole.name
                    else a.name = any($11::text[]) and ($13::text[] is null or a.name = any($13::text[])) end""";

    private AccountQueueSql() {}

    /**
     * As {@link QueueSql#CLAIM}: which rows are next, and which account does each get? What no account with room may take
     * is passed by, {@link QueueSql#PASSED_BY} of each caller at most. A row that is not taken although an account has room
     * for it, because rows before it have filled that one, is among the first of the next claim.
     */
    static final String CLAIM =
            """
            with recursive
            -- is it this replica's turn to claim? the row is the lock; none while the brake is on
            turn as (
                select virtual_time, model_brakes from pace p
                where in_time($11) and paused_until <= clock_timestamp()
                    and p.ctid::text = (select ctid::text from pace) for update skip locked),
            %2$s
            %3$s
            %4$s
            %5$s
            -- how many rows may leave the queue?
            room as (select least($8::bigint, (select coalesce(sum(room), 0) from open)) as n),
            -- which callers have queued rows? one step through the index for each
            %6$s
            -- where does each caller's next turn start, by its weight, and which accounts may serve it?
            base as (
                select w.caller, coalesce(c.weight, 1) as weight, coalesce(t.served_at, '-infinity') as served_at,
                    greatest(coalesce(t.finish, 0), (select virtual_time from turn)) as starts,
                    string_to_array(r.accounts, ',') as may
                from waiting w
                left join caller_turn t on t.caller = w.caller
                left join unnest($9::text[], $10::float8[]) as c(caller, weight) on c.caller = w.caller
                left join unnest($12::text[], $13::text[]) as r(caller, accounts) on r.caller = w.caller
                where w.caller is not null),
            -- which of each caller's rows come first of those that an account with room may take?
            candidate as (
                select q.id, b.caller, b.weight, b.starts + (q.place - 1) / b.weight as starts, q.place, b.served_at,
                    q.credits, q.only_account, b.may
                from base b
                cross join lateral (
                    select array_agg(name) as names, max(cap) as highest,
                        max(cap) filter (where not drains and (b.may is null or name = any(b.may))) as cap
                    from open) o
                cross join lateral (
                    select id, row_number() over (order by priority, id) as place, credits, only_account from (
                        select id, priority, credits, only_account from (
                            select id, priority, credits, only_account, model from generation
                            where state = 'queued' and caller = b.caller and priority < 10
                            order by priority, id limit %10$d) first
                        where case when only_account is null then coalesce(credits, 1e12) < o.cap
                                else only_account = any(o.names) and coalesce(credits, 1e12) < o.highest end and not %9$s
                        order by priority, id limit (select n from room)) head) q),
            -- whose turns start first, over all callers?
            picked as (
                select *, row_number() over (order by starts, place > 1, served_at, id) as turn from (
                    select * from candidate
                    order by starts, place > 1, served_at, id limit (select n from room)) first),
            %7$s
            -- which of these are still queued?
            locked as (
                select p.*, d.account from picked p join seated d on d.turn = p.turn cross join lateral (
                    select 1 from generation g
                    where g.id = p.id and g.state = 'queued' for update skip locked) held),
            -- they become submitting, at their account, under a lease and a new attempt
            submitting as (
                update generation g set state = 'submitting', attempts = g.attempts + 1, due_at = $7,
                    account = l.account
                from locked l
                where g.id = l.id and g.id = any(array(select id from locked))
                returning %1$s),
            -- the rows with their turns, for what follows
            claimed as (select s.*, l.weight, l.starts from submitting s join locked l on l.id = s.id),
            -- take a slot of its account for each row
            spent as (
                update pace_slot s set taken_by = c.id, free_at = clock_timestamp() + k.span * interval '1 microsecond'
                from slots taken
                join (select id, account, row_number() over (partition by account) as nth from claimed) c
                    on c.account = taken.account and c.nth = taken.nth
                join known k on k.name = taken.account
                where s.slot = taken.slot),
            %8$s
            select * from claimed order by starts, id"""
                    .formatted(
                            GenerationSql.COLUMNS.strip(),
                            KNOWN,
                            AccountSql.TASKS,
                            AccountSql.slots(SHARE, "exists (select 1 from turn)"),
                            AccountSql.OPEN,
                            QueueSql.WAITING,
                            AccountSql.seats("picked", "true"),
                            QueueSql.TURNS,
                            QueueSql.held("(select model_brakes from turn)", "model"),
                            QueueSql.PASSED_BY);

    /** As {@link QueueSql#LOOK}; {@code stopped} tells whether some account takes nothing, or not everything. */
    static final String LOOK =
            """
            with
            -- is anything queued?
            queued as (%1$s),
            %2$s
            -- when may the next call be made by any account?
            next as (
                select min(greatest(k.paused_until, k.braked_until, (
                    select min(free_at) from pace_slot where %3$s))) as at
                from known k where k.room > 0 and k.soon > 0
                    and (not k.drains or exists (
                        select 1 from generation where state = 'queued' and priority < 10 and only_account = k.name)))
            select exists (select 1 from queued) as waiting,
                greatest(0, least(1000, ceil(1000 * extract(epoch from least(clock_timestamp() + interval '2 seconds',
                    greatest(p.paused_until, coalesce(n.at, 'infinity'), clock_timestamp())) - clock_timestamp()))))::int
                    as millis,
                clock_timestamp() as time,
                $7 or exists (select 1 from known where soon < 1e15) as stopped, p.aside_at is not null as aside,
                %4$s as held
            from pace p, next n"""
                    .formatted(
                            QueueSql.ANY_QUEUED,
                            KNOWN,
                            AccountStore.ring("slot", "k.ring", "k.slots"),
                            QueueSql.ANY_HELD);

    /**
     * As {@link QueueSql#PLACE}, over the slots of all accounts together: $3 of them, with the mean of their windows ($4).
     */
    static final String PLACE = QueueSql.place(
            """
                select coalesce(coalesce($10, (select credits from mine), 1e12) >= (
                    select max(case when a.no_credits_since is not null then 0 else coalesce(a.stopped_from, 1e15) end)
                    %s), false) as so"""
                    .formatted(MAY_SERVE),
            """
            select s.free_at from unnest($11::text[], $12::int[]) k(name, slots) join account a on a.name = k.name
                join pace_slot s on\s"""
                    + AccountStore.ring("s.slot", "a.ring", "k.slots"),
            """
            greatest(p.paused_until, coalesce((select min(%s) %s), 'infinity'))"""
                    .formatted(AccountStore.STOPPED_UNTIL, MAY_SERVE));
}
