package dev.gengate.generation.figures;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import dev.gengate.generation.ProviderAccount;
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
import java.util.ArrayList;
import java.util.List;

/**
 * What generations have cost, by the hour of their acceptance. An hour is counted anew from its rows as a whole, so that
 * it is right whatever happened before; what has not changed is not counted again.
 */
@ApplicationScoped
public class UsageStore {
    private static final Duration HOUR = Duration.ofHours(1);
    /** An id and the time beside it are made one after the other; a row is there a moment later. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Combinations of labels that are kept of one caller and hour: a label may be different each time. */
    private static final int MOST_LABELS = 1_000;

    private static final int MOST_HOURS = 48;

    /**
     * Is it this replica's turn? Then the hours up to now are there. What fell the balance in the last day, and what was
     * learned in the same hours of the costs of generations?
     */
    static final String TURN =
            """
            with ours as (
                update usage_turn set due_at = $1::timestamptz + $2::bigint * interval '1 millisecond'
                where due_at <= $1::timestamptz returning 1),
            begin_at as (
                select coalesce((select max(hour) from usage_hour),
                    date_trunc('hour', (select created_at from generation order by id limit 1), 'UTC'), $1) as hour),
            hours as (
                insert into usage_hour (hour)
                select h from begin_at, generate_series(
                    date_trunc('hour', begin_at.hour, 'UTC'), date_trunc('hour', $1, 'UTC'), interval '1 hour') h
                where exists (select from ours)
                on conflict do nothing),
            watched as (
                select fall, known from usage_hour
                where fall is not null and known is not null and hour > $1 - interval '1 day')
            select exists (select from ours) as ours, coalesce(sum(fall), 0) as fall, coalesce(sum(known), 0) as known
            from watched""";

    /** Which hours have changed since they were rolled up? Of those before $2 rows may be purged by now. */
    static final String CHANGED =
            """
            with waiting as (
                select date_trunc('hour', created_at, 'UTC') as hour, count(*) as open
                from generation where completed_at is null group by 1)
            select h.hour, h.version from usage_hour h left join waiting w on w.hour = h.hour
            where h.hour >= $1 and (h.rolled_at is null or h.rolled_at < h.hour + interval '61 minutes'
                or h.open <> coalesce(w.open, 0))
            order by h.hour desc limit %d"""
                    .formatted(MOST_HOURS);

    /** Counts one hour anew. Few generations have late outcomes, so that the others look for none. */
    static final String ROLL_UP =
            """
            with ours as (
                update usage_hour set version = version + 1, rolled_at = $3::timestamptz, open = (
                    select count(*) from generation g
                    where g.completed_at is null and g.id >= $5::uuid and g.id < $6::uuid
                        and g.created_at >= $1 and g.created_at < $1 + interval '1 hour')
                where hour = $1 and version = $2 returning 1),
            costs as (
                select g.caller, coalesce(g.account, case when g.attempts > 0 and g.state <> 'cancelled'
                        and (g.state <> 'expired' or g.task_id is not null) then 'default' end, '') as account, g.model, g.state,
                    case when cardinality($4::text[]) = 0 then '{}' else labels_of(g.metadata, $4::text[]) end as labels,
                    case when g.id in (
                            select generation_id from late_outcome
                            where generation_id >= $5::uuid and generation_id < $6::uuid)
                        then %2$s else %3$s end as credits
                from generation g
                where g.completed_at is not null and g.id >= $5::uuid and g.id < $6::uuid
                    and g.created_at >= $1 and g.created_at < $1 + interval '1 hour' and exists (select from ours)),
            groups as (
                select caller, account, model, state, labels, count(*) as generations, sum(credits) as credits
                from costs group by caller, account, model, state, labels),
            placed as (
                select g.*, row_number() over (partition by caller order by generations desc, labels) as place from groups g),
            old as (delete from usage where hour = $1 and exists (select from ours))
            insert into usage (hour, caller, account, model, outcome, labels, generations, credits)
            select $1, caller, account, model, state, case when place <= %1$d then labels else '{}' end, sum(generations),
                sum(credits)
            from placed group by 2, 3, 4, 5, 6"""
                    .formatted(MOST_LABELS, CostSql.of("late_outcome"), CostSql.OF_END);

    /**
     * Compares the balance, of several accounts the sum of those that are known, with the one before; not where they are
     * others. A rise is a refund as long as what ran then may have cost as much; otherwise somebody has paid in. Beside the
     * fall, in the same hour, stands by how much the costs have grown meanwhile that the ledger knows: the usage of whatever
     * hours, and what runs.
     */
    static final String WATCH =
            """
            with look as (
                select balance, $2::text[] as accounts from credits
                where balance is not null and cardinality($2::text[]) = 0
                union all
                select sum(balance), array_agg(name order by name) from account
                where name = any($2::text[]) and balance is not null
                having count(*) > 0),
            running as (
                select coalesce(sum(credits), 0) as credits from generation
                where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed')),
            now as (select date_trunc('hour', $1::timestamptz, 'UTC') as hour),
            rolled as (
                select h.hour, h.version, coalesce(h.counted, 0) as counted, (
                    select coalesce(sum(credits), 0) from usage u where u.hour = h.hour) as credits
                from usage_hour h cross join now where h.version <> h.counted_version or h.hour = now.hour),
            since as (
                select t.seen_at, t.counted_at, t.seen_balance - l.balance as fall,
                    (select sum(credits - counted) from rolled) + r.credits - t.counted_in_flight as known,
                    coalesce(t.seen_accounts is not distinct from l.accounts
                        and t.seen_balance - l.balance >= -t.seen_in_flight, false) as comparable
                from usage_turn t, look l, running r),
            noted as (
                update usage_hour h set counted = c.credits, counted_version = c.version,
                    fall = case when h.hour = now.hour and (h.fall is not null or s.seen_at <= h.hour)
                        then coalesce(h.fall, 0) + case when s.comparable then s.fall else 0 end else h.fall end,
                    known = case when h.hour = now.hour and (h.known is not null or s.counted_at <= h.hour)
                        then coalesce(h.known, 0) + case when s.comparable then s.known else 0 end else h.known end
                from rolled c, since s, now where h.hour = c.hour)
            update usage_turn t set seen_at = coalesce(t.seen_at, $1), seen_balance = l.balance, seen_in_flight = r.credits,
                seen_accounts = l.accounts, counted_at = coalesce(t.counted_at, $1), counted_in_flight = r.credits
            from look l, running r""";

    private final Database database;
    private final String[] accounts;

    UsageStore(Database database, ProviderAccounts accounts) {
        this.database = database;
        this.accounts = accounts.named().stream().map(ProviderAccount::name).toArray(String[]::new);
    }

    /**
     * Whether this replica rolls up now, and how the balance and the ledger agree.
     *
     * @param fall of the balance in the last day
     * @param known credits that generations have cost or may cost, as it was learned in the same time
     */
    public record Turn(boolean ours, double fall, double known) {}

    /** An hour to roll up. */
    public record Hour(Instant begin, long version) {}

    public Uni<Turn> turn(Instant now, Duration every) {
        return database.run(TURN, Tuple.of(time(now), every.toMillis())).map(rows -> {
            Row row = rows.iterator().next();
            return new Turn(row.getBoolean(0), number(row.getBigDecimal(1)), number(row.getBigDecimal(2)));
        });
    }

    /** Hours that are not rolled up as they are now, the latest first. */
    public Uni<List<Hour>> changed(Instant since) {
        return database.runToItsEnd(CHANGED, Tuple.of(time(since))).map(rows -> {
            List<Hour> hours = new ArrayList<>();
            rows.forEach(row -> hours.add(new Hour(row.getOffsetDateTime(0).toInstant(), row.getLong(1))));
            return hours;
        });
    }

    /** Counts one hour anew, with these keys of the metadata. */
    public Uni<Void> rollUp(Hour hour, List<String> by, Instant now) {
        Tuple parameters = Tuple.of(time(hour.begin()), hour.version(), time(now))
                .addArrayOfString(by.toArray(String[]::new))
                .addUUID(UuidCreator.getTimeOrderedEpochMin(hour.begin().minus(MARGIN)))
                .addUUID(UuidCreator.getTimeOrderedEpochMin(
                        hour.begin().plus(HOUR).plus(MARGIN)));
        return database.runToItsEnd(ROLL_UP, parameters).replaceWithVoid();
    }

    /** Notes how far the balance fell. */
    public Uni<Void> watch(Instant now) {
        return database.run(WATCH, Tuple.of(time(now)).addArrayOfString(accounts))
                .replaceWithVoid();
    }

    /**
     * A group of the report.
     *
     * @param values of what makes the group, in its order; each may be null
     * @param rows that were read for it
     */
    public record Group(List<String> values, long generations, BigDecimal credits, long rows) {
        static Group of(Row row, int values) {
            List<String> own = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                own.add(row.getString(i));
            }
            return new Group(own, row.getLong(values), row.getBigDecimal(values + 1), row.getLong(values + 2));
        }
    }

    /** The groups in their order; one more than {@link UsageQuery#MOST} if there are more. */
    public Uni<List<Group>> report(UsageQuery query) {
        return database.read(query.sql(), query.parameters()).map(rows -> {
            List<Group> groups = new ArrayList<>();
            rows.forEach(row -> groups.add(Group.of(row, query.by().size())));
            return groups;
        });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static double number(BigDecimal value) {
        return value == null ? 0 : value.doubleValue();
    }
}
