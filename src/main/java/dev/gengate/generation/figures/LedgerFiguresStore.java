package dev.gengate.generation.figures;

import dev.gengate.database.Database;
import dev.gengate.generation.GenerationState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledger's figures, counted by the replica that finds them due and read by all. Triggers keep the queue's depth;
 * partial indexes hold the rest, so history costs nothing. Ended generations are not counted: their number is
 * PostgreSQL's own estimate, from two catalog rows.
 */
@ApplicationScoped
public class LedgerFiguresStore {
    /** Larger counts are shown as this: a count must end in time, whatever waits. */
    static final int MOST_COUNTED = 1_000_000;

    /**
     * The last figures, or new ones if they are due and no other replica is counting. The subqueries run only on the
     * replica whose turn it is. The oldest queued row is among the first of each caller and priority; from 10 on they wait aside.
     */
    public static final String LOOK =
            """
            with recursive
            due as (select 1 from ledger_figures where due_at <= now() for update skip locked),
            first_in_line as (
                (select caller, priority, created_at from generation
                where state = 'queued' order by caller, priority, id limit 1)
                union all
                select n.caller, n.priority, n.created_at from first_in_line f, lateral (
                    select caller, priority, created_at from generation
                    where state = 'queued' and (caller, priority) > (f.caller, f.priority)
                    order by caller, priority, id limit 1) n),
            queue as (
                select min(created_at) filter (where priority < 10) as oldest,
                    min(created_at) filter (where priority >= 10) as aside
                from first_in_line),
            running as (
                select state, count(*) as n, min(created_at) as oldest,
                    min(extract(epoch from deadline_at - now()) / extract(epoch from deadline_at - submitted_at))
                        filter (where state = 'submitted' and deadline_at > submitted_at) as time_left from (
                    select state, created_at, submitted_at, deadline_at from generation
                    where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed')
                    limit %1$d) r
                group by state),
            counted as (
                update ledger_figures set
                    due_at = now() + $2::bigint * interval '1 millisecond',
                    counted_at = now(),
                    queued = (select coalesce(sum(waiting), 0) from queue_depth),
                    submitting = coalesce((select n from running where state = 'submitting'), 0),
                    submitted = coalesce((select n from running where state = 'submitted'), 0),
                    unconfirmed = coalesce((select n from running where state = 'unconfirmed'), 0),
                    unpublished = (select coalesce(sum(events), 0) from (
                        select cardinality(generations) as events from outbox
                        order by completed_at, id limit %1$d) u),
                    dead_letters = (select count(*) from (select from dead_letter limit %1$d) d),
                    free_slots = (
                        select count(*) from pace_slot where slot <= $1::int and free_at <= clock_timestamp()),
                    paused = (
                        select paused_until > clock_timestamp() or no_credits_since is not null from pace),
                    oldest_queued = (select oldest from queue),
                    oldest_aside = (select aside from queue),
                    oldest_open = least((select oldest from queue), (select min(oldest) from running)),
                    oldest_unpublished = (select min(completed_at) from outbox),
                    time_left = (select min(time_left) from running)
                where exists (select 1 from due)
                returning *),
            figures as (
                select * from counted
                union all
                select * from ledger_figures where counted_at is not null and not exists (select 1 from counted)),
            ended as (
                select share.state, t.reltuples * share.frequency as n
                from pg_class t, pg_stats s,
                    unnest(s.most_common_vals::text::text[], s.most_common_freqs) share (state, frequency)
                where t.oid = 'generation'::regclass and t.reltuples > 0
                    and s.schemaname = current_schema and s.tablename = 'generation' and s.attname = 'state')
            select queued, submitting, submitted, unconfirmed, unpublished, free_slots, paused, counted_at,
                coalesce(dead_letters, 0) as dead_letters,
                extract(epoch from counted_at - oldest_queued)::float8 as oldest_queued,
                extract(epoch from counted_at - oldest_aside)::float8 as oldest_aside,
                extract(epoch from counted_at - oldest_open)::float8 as oldest_open,
                extract(epoch from counted_at - oldest_unpublished)::float8 as oldest_unpublished,
                greatest(0, coalesce(time_left, 1)) as time_left,
                coalesce((select n from ended where state = 'succeeded'), 0)::float8 as succeeded,
                coalesce((select n from ended where state = 'failed'), 0)::float8 as failed,
                coalesce((select n from ended where state = 'expired'), 0)::float8 as expired,
                coalesce((select n from ended where state = 'cancelled'), 0)::float8 as cancelled, b.*, p.*
            from figures cross join (
                select count(*) filter (where scope = 'all') as brakes_of_all,
                    count(*) filter (where scope like 'account:%%') as brakes_of_account,
                    count(*) filter (where scope like 'model:%%') as brakes_of_model
                from brake where until > clock_timestamp()) b
            cross join (
                select paused_until > clock_timestamp() as asked_to_pause,
                    no_credits_since is not null or stopped_from is not null as without_credits
                from pace) p"""
                    .formatted(MOST_COUNTED);

    private final Database database;

    LedgerFiguresStore(Database database) {
        this.database = database;
    }

    /**
     * The latest figures; null while another replica counts them for the very first time.
     *
     * @param slots of the provider's limit
     * @param every how old they may be before this replica counts them anew
     */
    public Uni<LedgerFigures> look(int slots, Duration every) {
        return database.run(LOOK, Tuple.of(slots, every.toMillis()))
                .map(rows -> rows.size() == 0 ? null : figures(rows.iterator().next()));
    }

    private static LedgerFigures figures(Row row) {
        Map<GenerationState, Long> open = new EnumMap<>(GenerationState.class);
        GenerationState.open().forEach(state -> open.put(state, row.getLong(state.wireName())));
        Map<GenerationState, Double> ended = new EnumMap<>(GenerationState.class);
        GenerationState.ended().forEach(state -> ended.put(state, row.getDouble(state.wireName())));
        Map<String, Long> brakes = new HashMap<>();
        LedgerFigures.SCOPES.forEach(scope -> brakes.put(scope, row.getLong("brakes_of_" + scope)));
        return new LedgerFigures(
                open,
                ended,
                row.getLong("unpublished"),
                row.getLong("dead_letters"),
                row.getInteger("free_slots"),
                row.getBoolean("paused"),
                row.getBoolean("asked_to_pause"),
                row.getBoolean("without_credits"),
                age(row.getDouble("oldest_queued")),
                age(row.getDouble("oldest_aside")),
                age(row.getDouble("oldest_open")),
                age(row.getDouble("oldest_unpublished")),
                row.getDouble("time_left"),
                brakes,
                row.getOffsetDateTime("counted_at").toInstant());
    }

    /** Never below 0, although two replicas' clocks differ by milliseconds. */
    private static double age(Double seconds) {
        return seconds == null ? 0 : Math.max(0, seconds);
    }
}
