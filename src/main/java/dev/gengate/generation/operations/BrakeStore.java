package dev.gengate.generation.operations;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The brake of all replicas: it is the pause that the statements of the queue know already. */
@ApplicationScoped
public class BrakeStore {
    static final String SHOW =
            """
            select b.scope is not null as on, nullif(b.until, 'infinity') as until, b.reason, b.set_by, b.set_at,
                case when p.paused_until > clock_timestamp() then nullif(p.paused_until, 'infinity') end as paused_until,
                case when p.paused_until > clock_timestamp() then p.pause_reason end as cause
            from pace p left join brake b on b.scope = 'all' and b.until > clock_timestamp()""";

    /** Brakes that have ended by themselves are left out. */
    static final String EACH =
            """
            select scope, nullif(until, 'infinity') as until, reason, set_by, set_at
            from brake where until > clock_timestamp() order by scope""";

    /** A longer pause that the provider asked for before keeps its reason; a brake without an end is longer than any. */
    static final String PULL =
            """
            with told as (%s values (clock_timestamp(), $3, 'brake', null, $2, null)),
            paced as (
                update pace set pause_reason = case
                    when pause_reason <> 'OPERATOR' and paused_until > coalesce($1::timestamptz, 'infinity') then pause_reason
                    else 'OPERATOR' end, paused_until = case
                    when pause_reason = 'OPERATOR' then coalesce($1::timestamptz, 'infinity')
                    else greatest(paused_until, coalesce($1::timestamptz, 'infinity')) end)
            insert into brake (scope, until, reason, set_by, set_at)
            values ('all', coalesce($1::timestamptz, 'infinity'), $2, $3, clock_timestamp())
            on conflict (scope) do update set until = excluded.until, reason = excluded.reason,
                set_by = excluded.set_by, set_at = excluded.set_at"""
                    .formatted(AuditSql.INSERT);

    /** A pause that the provider asked for, and that is longer, stays. */
    static final String RELEASE =
            """
            with told as (%s values (clock_timestamp(), $2, 'release', null, $1, null)),
            gone as (delete from brake where scope = 'all' returning until)
            update pace set paused_until = '-infinity', strikes = 0
            where pause_reason = 'OPERATOR' or paused_until = (select until from gone)"""
                    .formatted(AuditSql.INSERT);

    private final Database database;

    BrakeStore(Database database) {
        this.database = database;
    }

    public Uni<Brake> show() {
        return database.read(SHOW, Tuple.tuple()).map(BrakeStore::brake);
    }

    /** All that are on, those of single accounts and models too. */
    public Uni<List<ScopedBrake>> each() {
        return database.read(EACH, Tuple.tuple()).map(rows -> {
            List<ScopedBrake> brakes = new ArrayList<>();
            rows.forEach(row -> brakes.add(ScopedBrake.of(row)));
            return brakes;
        });
    }

    /** @param until null: until it is released */
    public Uni<Void> pull(Instant until, String reason, String by) {
        return database.run(PULL, Tuple.of(until == null ? null : timestamp(until), reason, by))
                .replaceWithVoid();
    }

    /** Sending goes on at once. */
    public Uni<Void> release(String reason, String by) {
        return database.run(RELEASE, Tuple.of(reason, by)).replaceWithVoid();
    }

    private static Brake brake(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new Brake(
                row.getBoolean(0),
                instant(row, 1),
                row.getString(2),
                row.getString(3),
                instant(row, 4),
                instant(row, 5),
                row.getString(6));
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
