package dev.gengate.generation.ledger;

import dev.gengate.generation.account.AccountStore;

/**
 * The parts of statements that choose among several accounts. Where a generation goes is decided row by row, in their
 * order: to the account of the lowest order that has room for it and may take it, and among equals to the one with the
 * most room.
 */
final class AccountSql {
    private AccountSql() {}

    /**
     * Which accounts are there, and how are they? {@code cap}: what costs as much is refused by them. One that drains takes
     * what no other may take, and nothing else.
     *
     * @param parameters the numbers of the six parameters of {@link AccountParameters#configured}
     */
    static String known(int... parameters) {
        return """
            -- which accounts are there, and how are they?
            known as (
                select c.place, c.name, a.ring, c.rank, c.rank is null as drains, c.slots, c.span, c.most, c.room, a.paused_until, a.braked_until,
                    case when a.no_credits_since is not null then 0 else coalesce(a.stopped_from, 1e15) end as cap,
                    a.no_credits_since is null and a.key_rejected_at is null and c.room > 0
                        and greatest(a.paused_until, a.braked_until) <= clock_timestamp() as able,
                    case when a.no_credits_since is not null or a.key_rejected_at is not null
                            or greatest(a.paused_until, a.braked_until) > clock_timestamp() + interval '2 seconds'
                        then 0 else coalesce(a.stopped_from, 1e15) end as soon
                from unnest($%d::text[], $%d::int[], $%d::int[], $%d::bigint[], $%d::int[], $%d::int[])
                    with ordinality as c(name, rank, slots, span, most, room, place)
                join account a on a.name = c.name),"""
                .formatted(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4], parameters[5]);
    }

    /** How many tasks has each of them? Not counted where none has a limit. */
    static final String TASKS =
            """
            -- how many tasks has each of them?
            tasks as (
                select coalesce(account, 'default') as account, count(*) as n from generation
                where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed')
                    and (select max(most) from known) > 0
                group by 1),""";

    /**
     * Which slots may be used now? So many of each account at most, locked.
     *
     * @param most SQL
     * @param when SQL, whether any may be used
     */
    static String slots(String most, String when) {
        return """
            -- which slots may be used now? as many of each account as are wanted
            slots as (
                select s.slot, k.name as account, row_number() over (partition by k.name) as nth
                from known k cross join lateral (
                    select slot from pace_slot where %s and free_at <= clock_timestamp()
                    limit least(k.room, %s) for update skip locked) s
                where k.able and %s
                    and (k.most = 0 or coalesce((select n from tasks t where t.account = k.name), 0) < k.most)),
            """
                .formatted(AccountStore.ring("slot", "k.ring", "k.slots"), most, when);
    }

    /**
     * How much room has each account that has any? A free slot that another statement has taken and not committed counts
     * as a task: both look after they have taken theirs, so that one of them sees the other.
     */
    static final String OPEN =
            """
            -- how many free slots has another statement taken that is not committed? each counts as a task
            in_use as (
                select (s.slot - 1) / 1000 as ring, count(*) as n from pace_slot s
                where (select count(*) from slots) > 0 and s.free_at <= clock_timestamp() and s.xmax::text <> '0' and in_flight(s.xmax)
                    and s.slot <> all(array(select slot from slots))
                group by 1),
            -- how much room has each account that has any?
            open as (
                select place, name, rank, drains, cap, least(k.room, slots, allowed)::int as room, least(free, allowed) as free,
                    row_number() over (order by place)::int as nth
                from (
                    select k.place, k.name, k.rank, k.drains, k.cap, k.room,
                        (select count(*) from slots s where s.account = k.name) as slots,
                        (select count(*) from pace_slot where %s and free_at <= clock_timestamp()) as free,
                        case when k.most = 0 then 1000000 else k.most
                            - coalesce((select n from tasks t where t.account = k.name), 0)
                            - coalesce((select n from in_use u where u.ring = k.ring), 0) end as allowed
                    from known k) k
                where least(k.room, slots, allowed) > 0),"""
                    .formatted(AccountStore.ring("slot", "k.ring", "k.slots"));

    /**
     * Which account does each row get, in the order of {@code turn}? Where any account may take any row, the slots are
     * lined up as they would be given out one by one. Otherwise one step for each row; {@code over}: what is left of each
     * account's room.
     *
     * @param rows with turn, credits, only_account and may
     * @param where SQL on those rows, by the name p
     */
    static String seats(String rows, String where) {
        return """

            -- is there a row that not every account may take?
            particular as (
                select exists (
                    select 1 from %1$s p where %2$s and (p.only_account is not null or p.may is not null
                        or coalesce(p.credits, 1e12) >= (select min(cap) from open where not drains))) as so),
            -- if so, which account does each row get? one step for each, with what is left of the room
            seat(turn, over, account) as (
                select 0::bigint, (select array_agg(room order by nth) from open), null::text where (select so from particular)
                union all
                select p.turn,
                    case when o.nth is null then s.over
                        else s.over[:o.nth - 1] || (s.over[o.nth] - 1) || s.over[o.nth + 1:] end, o.name
                from seat s join %1$s p on p.turn = s.turn + 1 and %2$s
                left join lateral (
                    select nth, name from open o
                    where s.over[o.nth] > 0 and coalesce(p.credits, 1e12) < o.cap
                        and case when p.only_account is not null then o.name = p.only_account
                            else not o.drains and (p.may is null or o.name = any(p.may)) end
                    order by o.rank, o.free - o.room + s.over[o.nth] desc, o.nth limit 1) o on true
                where s.over is not null),
            -- the rows with their accounts, numbered within each; if any may take any, by the slots alone
            seated as (
                select turn, account, row_number() over (partition by account order by turn) as nth from seat
                where account is not null
                union all
                select row_number() over (order by o.rank, o.free - s.nth desc, o.nth), s.account, s.nth
                from slots s join open o on o.name = s.account and s.nth <= o.room
                where not o.drains and not (select so from particular)),"""
                .formatted(rows, where);
    }

    /** What the accounts that may serve row {@code row} take: less than this. */
    static String cap(String which, String row) {
        return """
            (select max(%1$s) from known k
                where case when %2$s.only_account is not null then k.name = %2$s.only_account
                    else not k.drains and (%2$s.may is null or k.name = any(%2$s.may)) end)"""
                .formatted(which, row);
    }
}
