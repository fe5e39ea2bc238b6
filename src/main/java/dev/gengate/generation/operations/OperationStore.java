package dev.gengate.generation.operations;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Operations and how far they are. */
@ApplicationScoped
public class OperationStore {
    private final Database database;

    OperationStore(Database database) {
        this.database = database;
    }

    /** What one step has done. */
    public record Step(UUID lastId, long looked, long done, long skipped) {}

    /** Begins it, and tells the audit. */
    public Uni<Operation> create(Operation operation) {
        Tuple parameters = Tuple.of(operation.id(), operation.action(), operation.filter(), operation.reason())
                .addString(operation.requestedBy())
                .addInteger(operation.most())
                .addLong(operation.matched())
                .addUUID(operation.lastId())
                .addUUID(operation.endId())
                .addOffsetDateTime(timestamp(operation.createdAt()));
        return database.run(OperationSql.CREATE, parameters).map(OperationStore::first);
    }

    /** The operation, or null. */
    public Uni<Operation> find(UUID id) {
        return database.read(OperationSql.OF_ID, Tuple.of(id)).map(OperationStore::first);
    }

    /** The last ones, the newest first. */
    public Uni<List<Operation>> newest() {
        return database.read(OperationSql.NEWEST, Tuple.tuple()).map(rows -> {
            List<Operation> operations = new ArrayList<>();
            rows.forEach(row -> operations.add(operation(row)));
            return operations;
        });
    }

    /** One whose next step is due, or null. */
    public Uni<Operation> claim(Instant now, Instant lease) {
        return database.run(OperationSql.CLAIM, Tuple.of(timestamp(now), timestamp(lease)))
                .map(OperationStore::first);
    }

    /** Records a step, unless it is another's by now. @param lease that it was claimed until */
    public Uni<Void> advance(Operation operation, Step step, Instant lease, Instant due, Instant finishedAt) {
        Tuple parameters = Tuple.of(operation.id(), step.lastId(), step.looked(), step.done(), step.skipped())
                .addOffsetDateTime(timestamp(due))
                .addOffsetDateTime(finishedAt == null ? null : timestamp(finishedAt))
                .addOffsetDateTime(timestamp(lease));
        return database.run(OperationSql.ADVANCE, parameters).replaceWithVoid();
    }

    /** Ends it, and tells the audit; null if it had ended. */
    public Uni<Operation> abort(UUID id, Instant now, String by, String reason) {
        return database.run(OperationSql.ABORT, Tuple.of(id, timestamp(now), by, reason))
                .map(OperationStore::first);
    }

    /** Deletes up to so many that ended before, and returns their number. */
    public Uni<Long> purge(Instant before, int most) {
        Tuple parameters = Tuple.of(UuidCreator.getTimeOrderedEpochMin(before), timestamp(before), most);
        return database.run(OperationSql.PURGE, parameters).map(rows -> (long) rows.rowCount());
    }

    /** Which of these generations the operation has resubmitted before. */
    public Uni<Set<UUID>> changed(Operation operation, Collection<UUID> generations) {
        String[] targets = generations.stream().map(UUID::toString).toArray(String[]::new);
        return database.run(OperationSql.CHANGED, Tuple.of(operation.id(), targets))
                .map(rows -> {
                    Set<UUID> changed = new HashSet<>();
                    rows.forEach(row -> changed.add(UUID.fromString(row.getString(0))));
                    return changed;
                });
    }

    private static Operation first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : operation(rows.iterator().next());
    }

    private static Operation operation(Row row) {
        return new Operation(
                row.getUUID(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInteger(5),
                row.getLong(6),
                row.getUUID(7),
                row.getUUID(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getOffsetDateTime(12).toInstant(),
                row.getOffsetDateTime(13) == null
                        ? null
                        : row.getOffsetDateTime(13).toInstant(),
                row.getString(14));
    }
}
