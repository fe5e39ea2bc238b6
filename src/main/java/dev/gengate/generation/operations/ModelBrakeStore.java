package dev.gengate.generation.operations;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The brakes of single models: what is of them waits aside, and everything else goes on. */
@ApplicationScoped
public class ModelBrakeStore {
    /** The brakes of the other models that have not ended. */
    private static final String OTHERS =
            """
            (select jsonb_object_agg(b.key, b.value) from jsonb_each_text(model_brakes) b
                where b.key <> $%d and b.value::timestamptz > clock_timestamp())""";

    public static final String PULL =
            """
            with told as (%s values (clock_timestamp(), $3, 'brake', $4, $2, null)),
            held as (
                update pace set model_brakes = coalesce(%s, '{}')
                    || jsonb_build_object($4::text, coalesce($1::timestamptz, 'infinity')))
            insert into brake (scope, until, reason, set_by, set_at)
            values ('model:' || $4, coalesce($1::timestamptz, 'infinity'), $2, $3, clock_timestamp())
            on conflict (scope) do update set until = excluded.until, reason = excluded.reason,
                set_by = excluded.set_by, set_at = excluded.set_at"""
                    .formatted(AuditSql.INSERT, OTHERS.formatted(4));

    /** The row of brake before that of pace, as above: two at once do not lock each other out. */
    public static final String RELEASE =
            """
            with told as (%s values (clock_timestamp(), $2, 'release', $3, $1, null)),
            gone as (delete from brake where scope = 'model:' || $3 returning 1)
            update pace set model_brakes = %s where (select count(*) from gone) >= 0"""
                    .formatted(AuditSql.INSERT, OTHERS.formatted(3));

    private final Database database;

    ModelBrakeStore(Database database) {
        this.database = database;
    }

    /** @param until null: until it is released */
    public Uni<Void> pull(String model, Instant until, String reason, String by) {
        return database.run(PULL, Tuple.of(until == null ? null : timestamp(until), reason, by, model))
                .replaceWithVoid();
    }

    /** It is sent again within a second or two. */
    public Uni<Void> release(String model, String reason, String by) {
        return database.run(RELEASE, Tuple.of(reason, by, model)).replaceWithVoid();
    }
}
