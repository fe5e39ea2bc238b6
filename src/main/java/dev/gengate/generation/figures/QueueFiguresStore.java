package dev.gengate.generation.figures;

import dev.gengate.database.Database;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.CallerWeights;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.figures.QueueFigures.Line;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The queue as an operator looks at it. */
@ApplicationScoped
public class QueueFiguresStore {
    private static final int MOST_CALLERS = 200;
    private static final int MOST_RUNNING = 100_000;

    /** Where there is one account. */
    private static final String LOOK = look(
            "select free_at from pace_slot where slot <= $1",
            "case when p.no_credits_since is null then p.paused_until else 'infinity' end");

    /** Over the slots of all accounts that take something new; a line goes on with the first of its caller's that may. */
    private static final String LOOK_AT_ACCOUNTS = look(
            "select s.free_at from unnest($6::text[], $7::int[]) k(name, slots) join account a on a.name = k.name"
                    + " join pace_slot s on " + AccountStore.ring("s.slot", "a.ring", "k.slots"),
            """
            greatest(p.paused_until, coalesce((
                select min(%s) from account a
                where a.name = any($6::text[]) and not exists (
                    select from unnest($8::text[], $9::text[]) as r(caller, accounts)
                    where r.caller = l.caller and a.name <> all(string_to_array(r.accounts, ',')))), 'infinity'))"""
                    .formatted(AccountStore.STOPPED_UNTIL));

    /**
     * Each caller's line; its next turn takes the slot that is free after those of the turns before.
     *
     * @param slots of the provider's limit
     * @param paused until when; {@code l} is the line
     */
    private static String look(String slots, String paused) {
        return """
            with
            depth as (
                select caller, sum(waiting)::bigint as waiting from queue_depth group by caller having sum(waiting) > 0),
            line as (
                select d.caller, d.waiting, coalesce(w.weight, 1) as weight, first.created_at as oldest,
                    row_number() over (order by greatest(coalesce(t.finish, 0), p.virtual_time),
                        coalesce(t.served_at, '-infinity'), d.caller) as turn
                from depth d cross join pace p
                left join caller_turn t on t.caller = d.caller
                left join unnest($2::text[], $3::float8[]) as w(caller, weight) on w.caller = d.caller
                left join lateral (
                    select created_at from generation g
                    where g.state = 'queued' and g.caller = d.caller order by g.priority, g.id limit 1) first on true),
            lines as (select *, weight / sum(weight) over () as share from line),
            slots as (
                select free_at, row_number() over (order by free_at) as turn from (%1$s) s),
            room as (
                select (select count(*) from slots where free_at <= clock_timestamp())::int as free, (
                    select count(*) from (
                        select 1 from generation
                        where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') limit %3$d) r)
                    as running),
            ring as (select least($1::int, greatest(1, (select count(*) from slots))) as slots)
            select r.free, r.running, l.caller, l.waiting, l.weight, l.share, l.oldest,
                case when u.until < 'infinity' then greatest(clock_timestamp(), u.until, s.free_at)
                    + (l.turn - 1) / n.slots * $4 * interval '1 microsecond' end as next_start
            from room r cross join pace p cross join ring n left join lines l on $5::text is null or l.caller = $5
            left join slots s on s.turn = (l.turn - 1) %% n.slots + 1
            cross join lateral (select %2$s as until) u
            order by l.waiting desc nulls last, l.caller limit %4$d"""
                .formatted(slots, paused, MOST_RUNNING, MOST_CALLERS);
    }

    private final Database database;
    private final AdmissionRules rules;
    private final Map<String, Double> weights;
    private final ProviderAccounts accounts;

    QueueFiguresStore(Database database, AdmissionRules rules, CallerWeights weights, ProviderAccounts accounts) {
        this.database = database;
        this.rules = rules;
        this.weights = weights.byCaller();
        this.accounts = accounts;
    }

    /** @param caller whose line alone is wanted; null for all */
    public Uni<QueueFigures> look(String caller) {
        Tuple parameters = Tuple.of(
                        rules.slots(),
                        weights.keySet().toArray(String[]::new),
                        weights.values().toArray(Double[]::new),
                        rules.windowMicros())
                .addString(caller);
        return database.read(accounts.several() ? LOOK_AT_ACCOUNTS : LOOK, atAccounts(parameters))
                .map(QueueFiguresStore::figures);
    }

    private Tuple atAccounts(Tuple parameters) {
        List<ProviderAccount> open = accounts.open();
        return accounts.several()
                ? parameters
                        .addArrayOfString(
                                open.stream().map(ProviderAccount::name).toArray(String[]::new))
                        .addArrayOfInteger(
                                open.stream().map(ProviderAccount::slots).toArray(Integer[]::new))
                        .addArrayOfString(accounts.ofCallers().keySet().toArray(String[]::new))
                        .addArrayOfString(accounts.ofCallers().values().stream()
                                .map(names -> String.join(",", names))
                                .toArray(String[]::new))
                : parameters;
    }

    private static QueueFigures figures(RowSet<Row> rows) {
        List<Line> lines = new ArrayList<>();
        int free = 0;
        long running = 0;
        for (Row row : rows) {
            free = row.getInteger("free");
            running = row.getLong("running");
            if (row.getString("caller") != null) {
                lines.add(line(row));
            }
        }
        return new QueueFigures(lines, free, running);
    }

    private static Line line(Row row) {
        return new Line(
                row.getString("caller"),
                row.getLong("waiting"),
                row.getDouble("weight"),
                row.getDouble("share"),
                instant(row, "oldest"),
                instant(row, "next_start"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
