package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads the ledger, and purges old rows. */
@ApplicationScoped
public class GenerationStore {
    private final Database database;

    GenerationStore(Database database) {
        this.database = database;
    }

    /** The generation, or null. */
    public Uni<Generation> find(UUID id) {
        return database.run(GenerationSql.OF_ID, Tuple.of(id)).map(GenerationRows::first);
    }

    /** The same for a client's read, in turn with others. */
    public Uni<Generation> read(UUID id) {
        return database.read(GenerationSql.OF_ID, Tuple.of(id)).map(GenerationRows::first);
    }

    /** The caller's generation with that idempotency key, or null. */
    public Uni<Generation> findByKey(String caller, String idempotencyKey) {
        return database.run(GenerationSql.OF_KEY, Tuple.of(caller, idempotencyKey))
                .map(GenerationRows::first);
    }

    /** The generations of these ids; an unreadable row does not hide the others. */
    public Uni<StoredGenerations> findAll(Collection<UUID> ids) {
        return database.run(GenerationSql.OF_IDS, Tuple.of(ids.toArray(UUID[]::new)))
                .map(GenerationRows::stored);
    }

    /** The generations of these ids that have ended. */
    public Uni<List<Generation>> findTerminal(Collection<UUID> ids) {
        return database.run(GenerationSql.TERMINAL_OF_IDS, Tuple.of(ids.toArray(UUID[]::new)))
                .map(GenerationRows::all);
    }

    /**
     * Deletes up to {@code batch} published rows that ended before {@code completedBefore}, and returns their number.
     */
    public Uni<Long> purge(Instant completedBefore, int batch) {
        UUID newest = UuidCreator.getTimeOrderedEpochMin(completedBefore);
        return database.run(GenerationSql.PURGE, Tuple.of(newest, timestamp(completedBefore), batch))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
