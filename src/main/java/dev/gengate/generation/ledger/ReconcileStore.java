package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Audited;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Silent generations: which open rows are due, and when to look at them again. */
@ApplicationScoped
public class ReconcileStore {
    private static final String ATTACH = Audited.change(GenerationSql.ATTACH, 5);

    private final Database database;

    ReconcileStore(Database database) {
        this.database = database;
    }

    /**
     * Claims up to {@code most} tasks that are due for a poll, before their deadline, until the lease.
     *
     * @param but none of these accounts
     */
    public Uni<List<Generation>> claimPolls(Instant now, Instant lease, int most, String... but) {
        return claim(GenerationSql.CLAIM_POLLS, claimed(now, lease, most).addArrayOfString(but));
    }

    /** The same for tasks whose deadline has passed. */
    public Uni<List<Generation>> claimLastPolls(Instant now, Instant lease, int most, String... but) {
        return claim(GenerationSql.CLAIM_LAST_POLLS, claimed(now, lease, most).addArrayOfString(but));
    }

    /** Claims up to {@code most} rows that have reached their deadline and have no task to poll, until the lease. */
    public Uni<List<Generation>> claimEnds(Instant now, Instant lease, int most) {
        return claim(GenerationSql.CLAIM_ENDS, claimed(now, lease, most));
    }

    private static Tuple claimed(Instant now, Instant lease, int most) {
        return Tuple.of(timestamp(now), timestamp(lease), most);
    }

    private Uni<List<Generation>> claim(String sql, Tuple parameters) {
        return database.run(sql, parameters).map(GenerationRows::all);
    }

    /**
     * Sets the next poll of a claimed row, unless a callback has made it due at once meanwhile.
     *
     * @param counts whether this poll counts as one that found the task silent
     */
    public Uni<Void> pollAt(Generation claimed, Instant when, boolean counts) {
        Tuple parameters = Tuple.of(claimed.id(), timestamp(when), counts, timestamp(claimed.dueAt()));
        return database.run(GenerationSql.POLL_AT, parameters).replaceWithVoid();
    }

    /**
     * Makes it due at once, for any replica.
     *
     * @param taskId the task that a callback named, used if the ledger knows none; may be null
     * @param deadline of a task that the ledger learns of by this
     * @return the row as it is now, or null if it is not open or has no task
     */
    public Uni<Generation> pollNow(UUID id, String taskId, Instant now, Instant deadline) {
        Tuple parameters = Tuple.of(id, timestamp(now)).addString(taskId).addValue(timestamp(deadline));
        return database.run(GenerationSql.POLL_NOW, parameters)
                .map(GenerationRows::first)
                .invoke(row -> logged(row, now));
    }

    /**
     * An operator names the task of an unconfirmed row, and the audit is told; it is due at once.
     *
     * @return the row as it is now, or null if it is not unconfirmed
     */
    public Uni<Generation> attach(UUID id, String taskId, Instant now, Instant deadline, Act act) {
        Tuple parameters = Tuple.of(id, taskId, timestamp(now), timestamp(deadline));
        return database.run(ATTACH, Audited.with(parameters, act))
                .map(GenerationRows::first)
                .invoke(row -> TransitionLog.changed(row, "an operator attached its task"));
    }

    /** Logs only a change of state: a poll alone is none, a newly known task is. */
    private static void logged(Generation row, Instant now) {
        if (row != null && now.equals(row.submittedAt())) {
            TransitionLog.changed(row, "its callback named the task");
        }
    }
}
