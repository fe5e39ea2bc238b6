package dev.gengate.generation;

import static dev.gengate.generation.GenerationRows.timestamp;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The way of a generation into the ledger, through the queue and to the provider's acceptance. */
@ApplicationScoped
public class QueueStore {
    private final Database database;

    QueueStore(Database database) {
        this.database = database;
    }

    /**
     * Makes a submission durable, as submitting (the caller of this method holds its lease) or as queued. Null: its
     * idempotency key is taken, or there is no room.
     */
    public Uni<Generation> accept(NewGeneration submission, AdmissionRules rules) {
        Instant deadline = submission.createdAt().plus(rules.resultDeadline());
        Tuple parameters = Tuple.tuple()
                .addUUID(submission.id())
                .addString(submission.caller())
                .addString(submission.idempotencyKey())
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(submission.fingerprint()))
                .addString(submission.model())
                .addString(submission.input())
                .addString(submission.correlationId())
                .addString(submission.metadata())
                .addInteger(submission.priority().ordinal())
                .addString(submission.traceparent())
                .addOffsetDateTime(timestamp(submission.createdAt()))
                .addOffsetDateTime(timestamp(deadline))
                .addOffsetDateTime(timestamp(submission.createdAt().plus(rules.lease())))
                .addInteger(rules.slots())
                .addLong(rules.windowMicros())
                .addInteger(rules.maxRunning())
                .addInteger(rules.maxQueued())
                .addInteger(rules.maxQueuedPerCaller());
        return database.run(QueueSql.ACCEPT, parameters).map(GenerationRows::first);
    }

    /** Claims up to {@code most} queued rows, the callers in turn; they are submitting now, under the rules' lease. */
    public Uni<List<Generation>> claim(Instant now, int most, AdmissionRules rules, Map<String, Double> weights) {
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(timestamp(now.plus(rules.lease())))
                .addInteger(most)
                .addInteger(rules.slots())
                .addLong(rules.windowMicros())
                .addInteger(rules.maxRunning())
                .addArrayOfString(weights.keySet().toArray(String[]::new))
                .addArrayOfDouble(weights.values().toArray(Double[]::new));
        return database.run(QueueSql.CLAIM, parameters).map(GenerationRows::all);
    }

    /** Whether anybody waits. */
    public Uni<Boolean> anyQueued() {
        return database.run(QueueSql.ANY_QUEUED, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The provider has the task. Null: somebody was first. */
    public Uni<Generation> submitted(
            Generation attempt, String taskId, Instant now, Instant firstPoll, Instant deadline) {
        Tuple parameters = Tuple.of(attempt.id(), attempt.attempts(), taskId)
                .addOffsetDateTime(timestamp(now))
                .addOffsetDateTime(timestamp(firstPoll))
                .addOffsetDateTime(timestamp(deadline));
        return database.run(GenerationSql.SUBMITTED, parameters).map(GenerationRows::first);
    }

    /** The provider has no task and may be asked again. Null: somebody was first. */
    public Uni<Generation> requeued(Generation attempt) {
        return database.run(GenerationSql.REQUEUED, Tuple.of(attempt.id(), attempt.attempts()))
                .map(GenerationRows::first);
    }

    /** Back to the queue those that were admitted as submitting after all; nobody may have begun to submit them. */
    public Uni<List<Generation>> requeueUnsent(Collection<UUID> ids) {
        return database.run(GenerationSql.REQUEUE_UNSENT, Tuple.of(ids.toArray(UUID[]::new)))
                .map(GenerationRows::all);
    }

    /** The answer was lost. Null: somebody was first. */
    public Uni<Generation> unconfirmed(Generation attempt, Instant deadline) {
        return database.run(GenerationSql.UNCONFIRMED, Tuple.of(attempt.id(), attempt.attempts(), timestamp(deadline)))
                .map(GenerationRows::first);
    }

    /** Rows whose submitting replica died; they are unconfirmed now. */
    public Uni<List<Generation>> leasesRunOut(Instant now, Instant deadline, int most) {
        return database.run(GenerationSql.LEASES_RUN_OUT, Tuple.of(timestamp(now), timestamp(deadline), most))
                .map(GenerationRows::all);
    }

    /** Back to the queue on an operator's word. Null: it was not unconfirmed. */
    public Uni<Generation> resubmit(UUID id, Instant deadline) {
        return database.run(GenerationSql.RESUBMIT, Tuple.of(id, timestamp(deadline)))
                .map(GenerationRows::first);
    }
}
