package dev.gengate.generation.figures;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Deletes what is counted of callers and outlives their generations. Each method deletes up to {@code most} rows and returns
 * their number.
 */
@ApplicationScoped
public class OldCountsStore {
    static final String USAGE =
            """
            delete from usage where ctid = any(array(
                select ctid from usage where hour < $1 order by hour limit $2 for update skip locked))""";

    static final String HOURS =
            """
            delete from usage_hour where hour = any(array(
                select hour from usage_hour where hour < $1 order by hour limit $2 for update skip locked))""";

    static final String BUDGETS =
            """
            delete from budget where ctid = any(array(
                select ctid from budget where since < ($1::timestamptz at time zone 'UTC')::date
                limit $2 for update skip locked))""";

    /** Of callers that have submitted nothing since: whatever they submit moves it to their budgets. */
    static final String BUDGET_ENDS =
            """
            delete from budget_end where id = any(array(
                select id from budget_end where day < ($1::timestamptz at time zone 'UTC')::date
                limit $2 for update skip locked))""";

    static final String DAYS =
            """
            delete from caller_day where ctid = any(array(
                select ctid from caller_day where day < ($1::timestamptz at time zone 'UTC')::date
                limit $2 for update skip locked))""";

    /** The fair queue's virtual time has passed their turns by then. */
    static final String TURNS =
            """
            delete from caller_turn where caller = any(array(
                select caller from caller_turn where served_at < $1 limit $2 for update skip locked))""";

    /**
     * Parts that are locked here and add up to nothing: what is added to others meanwhile, or to these once they are gone,
     * is right without them.
     */
    static final String DEPTHS =
            """
            with held as (
                select caller, part, waiting from queue_depth
                where caller = any(array(
                    select caller from queue_depth group by caller having sum(waiting) = 0 limit $1))
                for update skip locked),
            nobody as (select caller from held group by caller having sum(waiting) = 0)
            delete from queue_depth d using held h
            where d.caller = h.caller and d.part = h.part and h.caller in (select caller from nobody)""";

    private final Database database;

    OldCountsStore(Database database) {
        this.database = database;
    }

    /** Usage of the hours before. */
    public Uni<Long> usage(Instant before, int most) {
        return delete(USAGE, before, most);
    }

    /** The hours themselves, without which none of them is rolled up again. */
    public Uni<Long> hours(Instant before, int most) {
        return delete(HOURS, before, most);
    }

    /** Budgets of the days and months that began before. */
    public Uni<Long> budgets(Instant before, int most) {
        return delete(BUDGETS, before, most);
    }

    /** What was to be moved to such a budget. */
    public Uni<Long> budgetEnds(Instant before, int most) {
        return delete(BUDGET_ENDS, before, most);
    }

    /** What callers with a daily limit submitted on the days before. */
    public Uni<Long> days(Instant before, int most) {
        return delete(DAYS, before, most);
    }

    /** The turns of callers that were last served before. */
    public Uni<Long> turns(Instant before, int most) {
        return delete(TURNS, before, most);
    }

    /** The depth of the queue of callers of whom nothing waits; {@code most} callers. */
    public Uni<Long> depths(int most) {
        return database.run(DEPTHS, Tuple.of(most)).map(rows -> (long) rows.rowCount());
    }

    private Uni<Long> delete(String sql, Instant before, int most) {
        return database.run(sql, Tuple.of(before.atOffset(ZoneOffset.UTC), most))
                .map(rows -> (long) rows.rowCount());
    }
}
