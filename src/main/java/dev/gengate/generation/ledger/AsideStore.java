package dev.gengate.generation.ledger;

import dev.gengate.database.Database;
import dev.gengate.database.LedgerClock;
import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Journal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What the account's credits do not suffice for. A refusal for lack of credits stops what costs as much or more
 * ({@code pace.stopped_from}) until a balance is read that may suffice for it: {@code pace.stopped_below}, the lower end of
 * a price that is a range. What is stopped waits aside: it is queued with a
 * priority of 10 or more, so that it comes after all else of its caller, and nothing that looks for the next row sees it.
 * Nobody knows what a row without a price costs: it counts as dearer than any other. What is of a model that an operator
 * holds ({@code pace.model_brakes}) waits in the same way until it is released.
 */
@ApplicationScoped
public class AsideStore {
    static final int OF_EACH_CALLER = 100;
    static final int MOST_BACK = 1_000;

    /** Stops what costs as much as this generation, or more; the balance is due at once. */
    static final String STOP =
            """
            with look as (update credits set due_at = '-infinity')
            update pace set stopped_at = clock_timestamp(),
                stopped_from = least(stopped_from, coalesce((select credits from generation where id = $1), 1e12)),
                stopped_below = least(case when stopped_from is not null then stopped_below end,
                    (select coalesce(price_from, credits) from generation where id = $1))""";

    /** It returns to the queue, and waits aside. Its slot is free again, as with {@link GenerationSql#REQUEUED}. */
    static final String REFUSED =
            """
            with back as (
                update generation g set state = 'queued', due_at = deadline_at, priority = g.priority %% 10 + 10,
                    aside_since = clock_timestamp(), account = %3$s
                where g.id = $1 and g.attempts = $2 and g.state in ('submitting', 'unconfirmed')
                returning %1$s),
            %2$s,
            unused as (
                update pace_slot set free_at = least(free_at, clock_timestamp())
                where taken_by = $1 and exists (select 1 from back)),
            noted as (update pace set aside_at = clock_timestamp() where exists (select 1 from back))
            select %1$s from back g"""
                    .formatted(
                            GenerationSql.COLUMNS.strip(),
                            Journal.noting("back", "not-sent", "$3::text"),
                            GenerationSql.ACCOUNT_KEPT);

    /**
     * Which callers have queued rows? One step through the index for each; the first part of a recursive statement.
     */
    static final String CALLERS =
            """
            with recursive callers(caller) as (
                (select caller from generation where state = 'queued' order by caller limit 1)
                union all
                select (select g.caller from generation g where g.state = 'queued' and g.caller > c.caller
                    order by g.caller limit 1)
                from callers c where c.caller is not null),
            """;

    /** Moves what is dear aside. */
    static final String MOVED =
            """
            locked as (
                select d.id from dear d cross join lateral (
                    select 1 from generation g
                    where g.id = d.id and g.state = 'queued' and g.priority < 10 for update skip locked) held),
            noted as (update pace set aside_at = clock_timestamp() where exists (select 1 from locked))
            update generation g set priority = g.priority + 10, aside_since = '-infinity'
            where g.id = any(array(select id from locked))""";

    static final String HELD = "model = any(" + QueueSql.HELD_MODELS + ")";

    /** Takes what is stopped out of the way, of each caller the first ones; those that are being sent stay. */
    static final String SET_ASIDE = CALLERS
            + """
            dear as (
                select q.id from callers c cross join pace p cross join lateral (
                    select id, credits, model from generation
                    where state = 'queued' and caller = c.caller and priority < 10
                    order by priority, id limit %d) q
                where c.caller is not null and (coalesce(q.credits, 1e12) >= p.stopped_from or %s)),
            """
                    .formatted(OF_EACH_CALLER, HELD)
            + MOVED;

    /**
     * Brings back what is not stopped any more. What was refused itself comes back once the balance has risen, or else
     * ever later, for the list of prices may be wrong or say no more than a range: 5 s after its first refusal, ten minutes at most.
     */
    static final String TAKE_BACK = CALLERS
            + """
            -- of what waits aside, that which its model and the balance allow again
            affordable as (
                select q.id from callers c, pace p, credits b, lateral (
                    select id, credits, price_from, aside_since, attempts from generation
                    where state = 'queued' and caller = c.caller and priority >= 10 and not %s) q
                where c.caller is not null and p.no_credits_since is null
                    and coalesce(coalesce(q.credits, 1e12) < p.stopped_from, true)
                    and (q.aside_since = '-infinity'
                        or coalesce(coalesce(q.price_from, q.credits) <= b.balance, true) and (
                            q.aside_since < b.risen_at
                            or q.aside_since + least(600, 5 * power(2, least(q.attempts, 9) - 1))
                                * interval '1 second' <= clock_timestamp()))
                limit %d),
            """
                    .formatted(HELD, MOST_BACK)
            + back("$1");

    /** Moves what is affordable back; with nothing aside that is noted, if it was so at that time already. */
    static String back(String since) {
        return """
            -- those that still wait aside and that no other statement has locked
            locked as (
                select a.id from affordable a cross join lateral (
                    select 1 from generation g
                    where g.id = a.id and g.state = 'queued' and g.priority >= 10 for update skip locked) held),
            -- with nothing left aside, nobody looks there any more
            none_left as (
                update pace set aside_at = null where aside_at <= %s and not exists (
                    select 1 from callers c where exists (
                        select 1 from generation
                        where state = 'queued' and caller = c.caller and priority >= 10))),
            -- each has its place again
            back as (
                update generation g set priority = g.priority - 10, aside_since = null
                where g.id = any(array(select id from locked)) returning 1)
            select count(*) from back"""
                .formatted(since);
    }

    private final Database database;
    private final LedgerClock time;
    private final AccountParameters accounts;

    AsideStore(Database database, LedgerClock time, AccountParameters accounts) {
        this.database = database;
        this.time = time;
        this.accounts = accounts;
    }

    /**
     * The provider refused this generation for lack of credits.
     *
     * @return whether another account may take it
     */
    public Uni<Boolean> stop(UUID refused, String account) {
        return accounts.several()
                ? database.run(
                                AccountAsideSql.STOP,
                                accounts.restricted(accounts.configured(Tuple.tuple()))
                                        .addUUID(refused)
                                        .addString(account))
                        .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean(0))
                : database.run(STOP, Tuple.of(refused)).replaceWith(false);
    }

    /** It waits aside for credits. Null: the row has moved on. */
    public Uni<Generation> refused(Generation attempt, Enum<?> cause) {
        return database.run(REFUSED, Tuple.of(attempt.id(), attempt.attempts(), accounts.told(cause, attempt)))
                .map(GenerationRows::first)
                .invoke(row -> TransitionLog.changed(row, cause.name()));
    }

    /** What is stopped lets the others pass; whether there may be more of it. */
    public Uni<Boolean> setAside() {
        return (accounts.several()
                        ? database.run(
                                AccountAsideSql.SET_ASIDE, accounts.restricted(accounts.configured(Tuple.tuple())))
                        : database.run(SET_ASIDE, Tuple.tuple()))
                .map(rows -> rows.rowCount() >= OF_EACH_CALLER);
    }

    /** How many are back in their places, because credits may suffice for them. */
    public Uni<Long> takeBack() {
        OffsetDateTime before = GenerationRows.timestamp(time.instant());
        return (accounts.several()
                        ? database.run(
                                AccountAsideSql.TAKE_BACK,
                                accounts.restricted(accounts.configured(Tuple.tuple()))
                                        .addOffsetDateTime(before))
                        : database.run(TAKE_BACK, Tuple.of(before)))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
