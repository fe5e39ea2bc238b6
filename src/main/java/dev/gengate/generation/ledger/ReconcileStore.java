package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What stays silent: which open rows are due, and when to look at them again. */
@ApplicationScoped
public class ReconcileStore {
    private final Database database;

    ReconcileStore(Database database) {
        this.database = database;
    }

    /** Claims up to {@code most} open rows that are due, as they are now, until the lease. */
    public Uni<List<Generation>> claimDue(Instant now, Instant lease, int most) {
        return database.run(GenerationSql.CLAIM_DUE, Tuple.of(timestamp(now), timestamp(lease), most))
                .map(GenerationRows::all);
    }

    /**
     * Look at it again then.
     *
     * @param counts whether the poll was one more that found it silent
     */
    public Uni<Void> pollAt(UUID id, Instant when, boolean counts) {
        return database.run(GenerationSql.POLL_AT, Tuple.of(id, timestamp(when), counts))
                .replaceWithVoid();
    }

    /**
     * Makes it due at once, whoever claims it.
     *
     * @param taskId what a callback named, taken where the ledger knows none; may be null
     * @return the row as it is now, or null if it is not open or has no task to ask about
     */
    public Uni<Generation> pollNow(UUID id, String taskId, Instant now) {
        return database.run(GenerationSql.POLL_NOW, Tuple.of(id, timestamp(now)).addString(taskId))
                .map(GenerationRows::first)
                .invoke(row -> logged(row, now));
    }

    /** A poll alone changes no state; a task that becomes known by it does. */
    private static void logged(Generation row, Instant now) {
        if (row != null && now.equals(row.submittedAt())) {
            TransitionLog.changed(row, "its callback named the task");
        }
    }
}
