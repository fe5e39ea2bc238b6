package dev.gengate.generation.operations;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Who did what, and why. */
@ApplicationScoped
public class AuditStore {
    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /** An act that changes nothing in the ledger itself, or is kept before it is done. */
    public Uni<Void> tell(Act act) {
        return database.run(AuditSql.TELL, Audited.with(Tuple.tuple(), act)).replaceWithVoid();
    }

    /** The same done to each of some. */
    public Uni<Void> tell(Act act, Collection<UUID> targets) {
        Tuple parameters = Tuple.of(
                        act.actor(),
                        act.action(),
                        targets.stream().map(UUID::toString).toArray(String[]::new))
                .addString(act.reason())
                .addUUID(act.operation());
        return targets.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.run(AuditSql.TELL_EACH, parameters).replaceWithVoid();
    }

    /**
     * The newest acts first.
     *
     * @param before the entry to go on from
     * @param like actor, action and target wanted; null for any
     */
    public Uni<List<AuditEntry>> list(long before, Act like, int limit) {
        Tuple parameters = Tuple.of(before, like.actor(), like.action(), like.target(), limit);
        return database.read(AuditSql.LIST, parameters).map(rows -> {
            List<AuditEntry> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(entry(row)));
            return entries;
        });
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                new Act(row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getUUID(6)));
    }
}
