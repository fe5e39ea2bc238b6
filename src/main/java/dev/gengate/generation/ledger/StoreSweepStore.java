package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** How far the store of results is looked through, and what generations know of what is found there. */
@ApplicationScoped
public class StoreSweepStore {
    /** Takes the turn, if it is due, and says for which day. */
    static final String TURN =
            """
            update store_sweep set due_at = $2 where due_at <= $1 and day + 1 < $3 returning day + 1""";

    static final String DONE = "update store_sweep set day = $1, due_at = $2 where day < $1";

    /** The generations of which nothing is on its way into the store. */
    static final String SETTLED =
            """
            select %1$s from generation g
            where g.id = any($1) and g.completed_at is not null
              and not exists (select from custody c where c.generation_id = g.id)"""
                    .formatted(GenerationSql.COLUMNS.strip());

    private final Database database;

    StoreSweepStore(Database database) {
        this.database = database;
    }

    /** The next day to look through, of those before that one; null if it is another's turn, or all is done. */
    public Uni<LocalDate> turn(Instant now, Instant lease, LocalDate before) {
        return database.run(TURN, Tuple.of(timestamp(now), timestamp(lease), before))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLocalDate(0));
    }

    /** That day has been looked through. */
    public Uni<Void> done(LocalDate day, Instant due) {
        return database.run(DONE, Tuple.of(day, timestamp(due))).replaceWithVoid();
    }

    /** Which of these generations are there, have ended and are not being copied. */
    public Uni<List<Generation>> settled(Collection<UUID> ids) {
        return database.run(SETTLED, Tuple.of((Object) ids.toArray(UUID[]::new)))
                .map(rows -> GenerationRows.stored(rows).readable());
    }
}
