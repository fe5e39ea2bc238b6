package dev.gengate.generation.drift;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** How far the comparison of all models is, which replica asks next, and what was found, for all replicas. */
@ApplicationScoped
public class DriftStore {
    /** Takes the turn, a second after the one before; its lease is long enough for a slow answer. */
    private static final String TURN =
            """
            with ours as (
                update drift_check set due_at = clock_timestamp() + interval '30 seconds',
                    began_at = coalesce(began_at, clock_timestamp())
                where due_at <= clock_timestamp() returning last_model)
            select exists (select 1 from ours), (select last_model from ours),
                (select count(*) from model_drift where alarming > 0),
                (select count(*) from model_drift where alarming = 0)""";

    private static final String NEXT =
            "update drift_check set last_model = $1, due_at = clock_timestamp() + interval '1 second'";

    private static final String KEEP =
            """
            with next as (%s)
            insert into model_drift as m (model, checked_at, alarming, differences)
            values ($1, clock_timestamp(), $2, $3)
            on conflict (model) do update set checked_at = excluded.checked_at, alarming = excluded.alarming,
                differences = excluded.differences"""
                    .formatted(NEXT);

    private static final String AGREES =
            """
            with next as (%s)
            delete from model_drift where model = $1""".formatted(NEXT);

    /** All were asked for: again in a while. What is not compared any more is no difference. */
    private static final String DONE =
            """
            with again as (
                update drift_check set last_model = null, due_at = began_at + $1 * interval '1 millisecond', began_at = null)
            delete from model_drift where model <> all($2)""";

    private final Database database;

    DriftStore(Database database) {
        this.database = database;
    }

    /**
     * What is known, and whether this replica asks now.
     *
     * @param after the model that was asked for last; null at the beginning
     */
    public record Turn(boolean ours, String after, long alarming, long informative) {
        public static final Turn NONE = new Turn(false, null, 0, 0);

        static Turn of(Row row) {
            return new Turn(row.getBoolean(0), row.getString(1), row.getLong(2), row.getLong(3));
        }
    }

    public Uni<Turn> turn() {
        return database.run(TURN, Tuple.tuple())
                .map(rows -> Turn.of(rows.iterator().next()));
    }

    /**
     * What was found of a model.
     *
     * @param alarming how many of the differences are
     */
    public Uni<Void> keep(String model, int alarming, List<String> differences) {
        if (differences.isEmpty()) {
            return database.run(AGREES, Tuple.of(model)).replaceWithVoid();
        }
        return database.run(KEEP, Tuple.of(model, alarming, String.join("\n", differences)))
                .replaceWithVoid();
    }

    /** Nobody could tell; what was found before stays. */
    public Uni<Void> skip(String model) {
        return database.run(NEXT, Tuple.of(model)).replaceWithVoid();
    }

    /** All of these were asked for. */
    public Uni<Void> done(Duration every, List<String> models) {
        return database.run(DONE, Tuple.of(every.toMillis(), models.toArray(String[]::new)))
                .replaceWithVoid();
    }
}
