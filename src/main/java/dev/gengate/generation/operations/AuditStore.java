package dev.gengate.generation.operations;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Who did what, and why. */
@ApplicationScoped
public class AuditStore {
    /** Acts that one statement looks at where no index knows them: some milliseconds. */
    static final int WINDOW = 5_000;

    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /** An act on each of some that changes nothing in the ledger itself, or is kept before it is done. */
    public Uni<Void> tell(Act act, Collection<UUID> targets) {
        Tuple parameters = Tuple.of(
                        act.actor(),
                        act.action(),
                        targets.stream().map(UUID::toString).toArray(String[]::new))
                .addString(act.reason())
                .addUUID(act.operation());
        return targets.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.run(AuditSql.TELL, parameters).replaceWithVoid();
    }

    /**
     * A page of acts, the newest first.
     *
     * @param next the entry to go on from; null if there is nothing older
     */
    public record Page(List<AuditEntry> entries, Long next) {}

    /**
     * The newest acts first.
     *
     * @param before the entry to go on from
     * @param like actor, action and target wanted; null for any
     */
    public Uni<Page> list(long before, Act like, int limit) {
        int window = like.actor() == null && like.action() == null ? limit : WINDOW;
        Tuple parameters = Tuple.of(before, like.actor(), like.action(), like.target(), limit)
                .addInteger(window);
        String list = like.target() == null ? AuditSql.LIST : AuditSql.LIST_OF_TARGET;
        return database.read(list, parameters).map(rows -> page(rows, limit, window));
    }

    private static Page page(RowSet<Row> rows, int limit, int window) {
        List<AuditEntry> entries = new ArrayList<>();
        Row looked = rows.iterator().next();
        rows.forEach(row -> {
            if (row.getLong(0) != null) {
                entries.add(entry(row));
            }
        });
        Long end = looked.getLong("looked") < window ? null : looked.getLong("last");
        return new Page(
                entries,
                entries.size() < limit
                        ? end
                        : Long.valueOf(entries.get(limit - 1).entry()));
    }

    /** Deletes up to so many that are older, and returns their number. */
    public Uni<Long> purge(Instant before, int most) {
        return database.run(AuditSql.PURGE, Tuple.of(timestamp(before), most)).map(rows -> (long) rows.rowCount());
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                new Act(row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getUUID(6)));
    }
}
