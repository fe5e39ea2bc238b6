package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** Takes what was said and made out of the rows of an ended generation; its figures stay. */
@ApplicationScoped
public class ErasureStore {
    /** Of ended generations whose event is with the broker and that nobody copies: what may be erased. */
    private static final String ERASABLE =
            """
            select g.id from generation g
            where g.id = $1 and g.completed_at is not null
              and not exists (select from outbox o where g.id = any(o.generations))
              and not exists (select from dead_letter d where d.generation_id = g.id)
              and not exists (
                select from custody c where c.generation_id = g.id
                  and (c.tell_at is not null or c.stored_at is not null or c.holder is not null and c.due_at > $2))""";

    /** The figures of a generation stay; what was said and made goes. */
    static final String ERASE =
            """
            with target as (%2$s for update of g),
            free as (delete from custody where generation_id = any(array(select id from target))),
            late as (
                update late_outcome set images = null, result_data = null,
                    failure_message = case when failure_code is not null then 'erased' end
                where generation_id = any(array(select id from target)))
            update generation g set input = '{}', images = null, result_data = null,
                failure_message = case when failure_code is not null then 'erased' end
            where g.id = $1 and g.id = any(array(select id from target))
            returning %1$s"""
                    .formatted(GenerationSql.COLUMNS.strip(), ERASABLE);

    private final Database database;

    ErasureStore(Database database) {
        this.database = database;
    }

    /** Whether the content of a generation may be erased now. */
    public Uni<Boolean> erasable(UUID id, Instant now) {
        return database.run(ERASABLE, Tuple.of(id, timestamp(now))).map(rows -> rows.size() > 0);
    }

    /** Erases the content of a generation; the row as it is then, or null if it may not be erased now. */
    public Uni<Generation> erase(UUID id, Instant now) {
        return database.run(ERASE, Tuple.of(id, timestamp(now))).map(GenerationRows::first);
    }
}
