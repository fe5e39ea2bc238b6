package dev.gengate.generation.ledger;

/**
 * What {@link SubmissionSql#ACCEPT_WITHIN_BUDGETS} does beside {@link SubmissionSql#ACCEPT}: it locks the budgets of the
 * callers, lets in what fits, and reserves it. Who waits for the lock sees what the holder has reserved, so replicas
 * cannot oversell, and the last credit is usable. A row that is not there yet lets nothing in.
 */
final class BudgetSql {
    private static final String MONTH = "%1$s.day - extract(day from %1$s.day)::int + 1";

    static final String HELD =
            """
            -- which count towards a budget?
            budgeted as (
                select u.id, u.caller, u.nth, u.credits, u.day, %1$s as month,
                    (($25::text[])[u.place::int])::numeric as of_day, (($26::text[])[u.place::int])::numeric as of_month
                from unknown u
                where coalesce(($25::text[])[u.place::int], ($26::text[])[u.place::int]) is not null),
            -- the budgets, held until the commit, the month's first: it guards the days of its month
            held as (
                select b.caller, b.period, b.since, b.reserved + b.spent as used from budget b
                where b.caller = any(array(select caller from budgeted))
                    and b.since = any(array(select day from budgeted union select month from budgeted))
                order by b.caller, b.period desc, b.since for update),
            -- what has ended meanwhile
            moved as (
                delete from budget_end where id = any(array(
                    select m.id from budget_end m
                    where m.caller = any(array(select caller from held))
                        and exists (
                            select from held h where h.caller = m.caller and h.period = 'month' and h.since = %2$s)
                    for update skip locked))
                returning caller, day, released, spent),
            -- what is reserved and spent of each
            used as (
                select h.caller, h.period, h.since, h.used + coalesce((
                    select sum(m.spent - m.released) from moved m
                    where m.caller = h.caller and h.since = case h.period when 'day' then m.day else %2$s end), 0) as credits
                from held h),
            -- what is left for each submission
            within as (
                select b.*, least(b.of_day - d.credits, b.of_month - m.credits) as credits_left from budgeted b
                join used d on d.caller = b.caller and d.period = 'day' and d.since = b.day
                join used m on m.caller = b.caller and m.period = 'month' and m.since = b.month),
            -- which fit, the older first?
            walk(caller, nth, taken, fits) as (
                select caller, 0::bigint, 0::numeric, false from within group by caller
                union all
                select r.caller, r.nth, w.taken + case when r.fits then r.credits else 0 end, r.fits
                from walk w cross join lateral (
                    select r.*, coalesce(w.taken + r.credits <= r.credits_left, false) as fits from within r
                    where r.caller = w.caller and r.nth = w.nth + 1) r),
            """
                    .formatted(MONTH.formatted("u"), MONTH.formatted("m"));

    static final String FITS =
            """

                    and (not exists (select from budgeted b where b.id = u.id) or exists (
                        select from walk w where w.caller = u.caller and w.nth = u.nth and w.fits))""";

    static final String DAY = ", (select b.day from budgeted b where b.id = fitting.id)";

    static final String BOOKED =
            """
            ,
            -- reserve what is accepted, and book what has ended; not when nobody waits any more
            booked as (
                update budget b set reserved = b.reserved + n.reserved, spent = b.spent + n.spent
                from (
                    select c.caller, p.period, p.since, sum(c.reserved) as reserved, sum(c.spent) as spent
                    from (
                        select b.caller, b.day, b.credits as reserved, 0 as spent
                        from budgeted b join accepted a on a.id = b.id
                        union all
                        select caller, day, -released, spent from moved) c
                    cross join lateral (values ('day', c.day), ('month', %s)) p(period, since)
                    group by c.caller, p.period, p.since) n
                where b.caller = n.caller and b.period = n.period and b.since = n.since and in_time($21))"""
                    .formatted(MONTH.formatted("c"));

    private BudgetSql() {}
}
