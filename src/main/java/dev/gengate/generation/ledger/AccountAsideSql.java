package dev.gengate.generation.ledger;

/**
 * What waits aside where there are several accounts: what no account takes that may serve it, because credits do not
 * suffice or because it is stopped for more than a moment, while others go on. Where all are stopped, nothing is moved.
 */
final class AccountAsideSql {
    private static final String KNOWN = AccountSql.known(1, 2, 3, 4, 5, 6);

    /** Which of the accounts may serve each caller that not all may serve? */
    private static final String RESTRICTED =
            """
            restricted as (
                select caller, string_to_array(accounts, ',') as may
                from unnest($7::text[], $8::text[]) as r(caller, accounts)),
            """;

    private AccountAsideSql() {}

    /**
     * Stops what costs as much as generation $9, or more, on its account $10; its balance is due at once. May another one
     * take it?
     */
    static final String STOP =
            """
            with
            %s
            %s
            refused as (
                select g.credits, g.price_from, g.only_account, r.may from generation g
                    left join restricted r on r.caller = g.caller
                where g.id = $9),
            stopped as (
                update account set due_at = '-infinity', stopped_at = clock_timestamp(),
                    stopped_from = least(stopped_from, coalesce((select credits from refused), 1e12)),
                    stopped_below = least(case when stopped_from is not null then stopped_below end,
                        (select coalesce(price_from, credits) from refused))
                where name = $10)
            select exists (
                select 1 from known k where k.name <> $10 and not k.drains and coalesce(f.credits, 1e12) < k.cap and f.only_account is null
                    and (f.may is null or k.name = any(f.may))) from refused f"""
                    .formatted(KNOWN, RESTRICTED);

    static final String SET_ASIDE = AsideStore.CALLERS
            + KNOWN
            + RESTRICTED
            + """
            dear as (
                select q.id from callers c left join restricted r on r.caller = c.caller
                cross join lateral (
                    select id, credits, only_account, r.may, model from generation
                    where state = 'queued' and caller = c.caller and priority < 10
                    order by priority, id limit %d) q
                where c.caller is not null and (%s or exists (select 1 from known where soon > 0)
                    and coalesce(q.credits, 1e12) >= coalesce(%s, 0))),
            """
                    .formatted(AsideStore.OF_EACH_CALLER, AsideStore.HELD, AccountSql.cap("soon", "q"))
            + AsideStore.MOVED;

    /** What was refused itself comes back once the balance has risen of an account that may take it, or else ever later. */
    static final String TAKE_BACK = AsideStore.CALLERS
            + KNOWN
            + RESTRICTED
            + """
            affordable as (
                select q.id from callers c left join restricted r on r.caller = c.caller
                cross join lateral (
                    select id, credits, price_from, aside_since, attempts, only_account, r.may from generation
                    where state = 'queued' and caller = c.caller and priority >= 10 and not %3$s) q
                where c.caller is not null and coalesce(q.credits, 1e12) < %1$s
                    and (q.aside_since = '-infinity' or exists (
                        select 1 from known k join account a on a.name = k.name
                        where coalesce(q.credits, 1e12) < k.soon
                            and coalesce(coalesce(q.price_from, q.credits) <= a.balance, true)
                            and case when q.only_account is not null then k.name = q.only_account
                                else not k.drains and (q.may is null or k.name = any(q.may)) end
                            and (q.aside_since < a.risen_at
                                or q.aside_since + least(600, 5 * power(2, least(q.attempts, 9) - 1))
                                    * interval '1 second' <= clock_timestamp())))
                limit %2$d),
            """
                    .formatted(AccountSql.cap("soon", "q"), AsideStore.MOST_BACK, AsideStore.HELD)
            + AsideStore.back("$9");
}
