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
                set due_at = $1::timestamptz + case when p.no_credits_since is null then $2::bigint else $3::bigint end
                    * interval '1 millisecond'
                from pace p where c.due_at <= $1::timestamptz
                returning 1)
            select c.balance, c.read_at, exists (select 1 from due) as ours, p.no_credits_since is not null as paused,
                clock_timestamp() as time
            from credits c, pace p""";

    /**
     * Stores a reading. A balance ends a pause for lack of credits that began before the provider was asked, not a
     * newer one.
     */
    private static final String KEEP =
            """
            with resumed as (
                update pace set no_credits_since = null where $1::numeric > 0 and no_credits_since < $3 returning 1)
            update credits set balance = $1, read_at = $2
            returning exists (select 1 from resumed)""";

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
