package dev.gengate.generation.account;

import dev.gengate.database.Database;
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
            select c.balance, c.read_at, exists (select 1 from due) as ours, p.no_credits_since is not null as paused,
                clock_timestamp() as time
            from credits c, pace p""";

    /**
     * Stores a reading. One that was asked for after a refusal for lack of credits says what it means: an empty account
     * stops everything; a balance ends that, and the stop of what it suffices for. A price that nobody knows is no reason
     * to wait for a balance.
     */
    public static final String KEEP =
            """
            with old as (
                select no_credits_since, stopped_from from pace
                where no_credits_since < $3 or stopped_from is not null and stopped_at < $3 for update),
            told as (
                update pace p set
                    no_credits_since = case when $1::numeric <= 0 then coalesce(p.no_credits_since, clock_timestamp()) end,
                    stopped_from = case when $1::numeric <= 0 or p.stopped_at >= $3
                        or p.stopped_from > $1::numeric and p.stopped_from < 1e12 then p.stopped_from end
                from old
                returning old.no_credits_since is not null and p.no_credits_since is null
                    or old.stopped_from is not null and p.stopped_from is null as resumed)
            update credits set balance = $1, read_at = $2,
                risen_at = case when $1::numeric > balance then clock_timestamp() else risen_at end
            returning coalesce((select resumed from told), false)""";

    private final Database database;

    BalanceStore(Database database) {
        this.database = database;
    }

    /**
     * What the ledger knows of the balance.
     *
     * @param balance null if it was never read
     * @param ours whether this replica has to read it now
     * @param paused whether submissions pause for lack of credits
     * @param time of the look, by the database's clock
     */
    public record Look(KnownBalance balance, boolean ours, boolean paused, OffsetDateTime time) {}

    public Uni<Look> look(Instant now, Duration every, Duration whilePaused) {
        Tuple parameters = Tuple.of(now.atOffset(ZoneOffset.UTC), every.toMillis(), whilePaused.toMillis());
        return database.run(LOOK, parameters).map(rows -> look(rows.iterator().next()));
    }

    /** Stores a balance that was asked for after the look; whether submissions resume by it. */
    public Uni<Boolean> keep(KnownBalance read, Look look) {
        return database.run(KEEP, Tuple.of(read.credits(), read.readAt().atOffset(ZoneOffset.UTC), look.time()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Look look(Row row) {
        OffsetDateTime readAt = row.getOffsetDateTime(1);
        KnownBalance balance = readAt == null ? null : new KnownBalance(row.getBigDecimal(0), readAt.toInstant());
        return new Look(balance, row.getBoolean(2), row.getBoolean(3), row.getOffsetDateTime(4));
    }

    /**
     * The account's balance as last read.
     *
     * @param credits may be fractional, or below zero
     */
    public record KnownBalance(BigDecimal credits, Instant readAt) {}
}
