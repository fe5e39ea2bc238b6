package dev.gengate.generation.account;

import dev.gengate.database.Database;
import dev.gengate.generation.ProviderAccounts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The account's balance, shared by all replicas, and which replica reads it next. */
@ApplicationScoped
public class BalanceStore {
    /** What is known, and is a new reading due? If so, this replica claims it for a while. */
    private static final String LOOK =
            """
            with due as (
                update credits c
                set due_at = $1::timestamptz + interval '1 millisecond' * case
                    when p.no_credits_since is null and p.stopped_from is null then $2::bigint else $3::bigint end
                from pace p where c.due_at <= $1::timestamptz
                returning 1)
            select balance, read_at, exists (select 1 from due) as ours, clock_timestamp() as time
            from credits""";

    /** Whether the stop for lack of credits outlasts a reading of $1, asked for at $3. */
    private static final String GOES_ON =
            """
            ($1::numeric <= 0 or stopped_at >= $3
                or least(stopped_below, stopped_from) > $1::numeric and stopped_from < 1e12)""";

    /**
     * Stores a reading. One that was asked for after a refusal for lack of credits says what it means: an empty account
     * stops everything; a balance ends that, and the stop of what it may suffice for. A price that nobody knows is no
     * reason to wait for a balance.
     */
    public static final String KEEP =
            """
            with old as (
                select no_credits_since, stopped_from, %s as goes_on
                from pace where no_credits_since < $3 or stopped_from is not null and stopped_at < $3 for update),
            told as (
                update pace p set
                    no_credits_since = case when $1::numeric <= 0 then coalesce(p.no_credits_since, clock_timestamp()) end,
                    stopped_from = case when old.goes_on then p.stopped_from end,
                    stopped_below = case when old.goes_on then p.stopped_below end
                from old
                returning old.no_credits_since is not null and p.no_credits_since is null
                    or old.stopped_from is not null and p.stopped_from is null as resumed)
            update credits set balance = $1, read_at = $2,
                risen_at = case when $1::numeric > balance then clock_timestamp() else risen_at end
            returning coalesce((select resumed from told), false)"""
                    .formatted(GOES_ON);

    static final String LOOK_AT_ACCOUNT =
            """
            with due as (
                update account
                set due_at = $1::timestamptz + interval '1 millisecond' * case
                    when no_credits_since is null and stopped_from is null and key_rejected_at is null then $2::bigint
                    else $3::bigint end
                where name = $4 and due_at <= $1::timestamptz
                returning 1)
            select balance, read_at, exists (select 1 from due) as ours, clock_timestamp() as time
            from account where name = $4""";

    /** The same of one of several accounts: whose balance can be read, its key is good. */
    public static final String KEEP_OF_ACCOUNT =
            """
            with old as (
                select name, no_credits_since, stopped_from, key_rejected_at,
                    coalesce(no_credits_since < $3 or stopped_from is not null and stopped_at < $3, false) as judged,
                    %s as goes_on
                from account where name = $4 for update)
            update account a set balance = $1, read_at = $2,
                risen_at = case when $1::numeric > a.balance then clock_timestamp() else a.risen_at end,
                no_credits_since = case when not o.judged then a.no_credits_since
                    when $1::numeric <= 0 then coalesce(a.no_credits_since, clock_timestamp()) end,
                stopped_from = case when not o.judged or o.goes_on then a.stopped_from end,
                stopped_below = case when not o.judged or o.goes_on then a.stopped_below end,
                key_rejected_at = case when a.key_rejected_at >= $3 then a.key_rejected_at end,
                key_good_at = case when a.key_rejected_at < $3 then clock_timestamp() else a.key_good_at end
            from old o where a.name = o.name
            returning o.no_credits_since is not null and a.no_credits_since is null
                or o.stopped_from is not null and a.stopped_from is null
                or o.key_rejected_at is not null and a.key_rejected_at is null as resumed"""
                    .formatted(GOES_ON);

    private final Database database;
    private final ProviderAccounts accounts;

    BalanceStore(Database database, ProviderAccounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * What the ledger knows of the balance.
     *
     * @param balance null if it was never read
     * @param ours whether this replica has to read it now
     * @param time of the look, by the database's clock
     */
    public record Look(KnownBalance balance, boolean ours, OffsetDateTime time) {}

    public Uni<Look> look(String account, Instant now, Duration every, Duration whilePaused) {
        Tuple parameters = Tuple.of(now.atOffset(ZoneOffset.UTC), every.toMillis(), whilePaused.toMillis());
        return (accounts.several()
                        ? database.run(LOOK_AT_ACCOUNT, parameters.addString(account))
                        : database.run(LOOK, parameters))
                .map(rows -> look(rows.iterator().next()));
    }

    /** Stores a balance that was asked for after the look; whether submissions resume by it. */
    public Uni<Boolean> keep(String account, KnownBalance read, Look look) {
        Tuple parameters = Tuple.of(read.credits(), read.readAt().atOffset(ZoneOffset.UTC), look.time());
        return (accounts.several()
                        ? database.run(KEEP_OF_ACCOUNT, parameters.addString(account))
                        : database.run(KEEP, parameters))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Look look(Row row) {
        OffsetDateTime readAt = row.getOffsetDateTime(1);
        KnownBalance balance = readAt == null ? null : new KnownBalance(row.getBigDecimal(0), readAt.toInstant());
        return new Look(balance, row.getBoolean(2), row.getOffsetDateTime(3));
    }

    /**
     * The account's balance as last read.
     *
     * @param credits may be fractional, or below zero
     */
    public record KnownBalance(BigDecimal credits, Instant readAt) {}
}
