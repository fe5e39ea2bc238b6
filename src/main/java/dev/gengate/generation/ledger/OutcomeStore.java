package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Audited;
import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.schedule.AfterResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Commits outcomes, and their events into the outbox with them. */
@ApplicationScoped
public class OutcomeStore {
    private final Database database;

    OutcomeStore(Database database) {
        this.database = database;
    }

    /**
     * Commits the outcomes whose guard holds, in one statement, and puts their events into the outbox. Rows that are
     * not returned were not changed.
     *
     * @param completions of distinct generations
     * @param delivered outbox entries the broker has acknowledged; this statement deletes them
     * @param lease the replica that may publish the new entry, and until when
     * @param custody how results are kept; null if they are not
     */
    public Uni<CommittedOutcomes> complete(
            List<Completion> completions,
            Collection<Long> delivered,
            Instant now,
            OutboxEntry.Lease lease,
            CustodyStore.Terms custody) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(completions.stream().map(Completion::id).toArray(UUID[]::new))
                .addArrayOfString(texts(completions, c -> c.outcome().state().wireName()))
                .addArrayOfString(texts(completions, c -> c.outcome().taskId()))
                .addArrayOfString(
                        texts(completions, c -> ResultsJson.of(c.outcome().results())))
                .addArrayOfString(texts(completions, c -> code(c.outcome().failure())))
                .addArrayOfString(texts(completions, c -> message(c.outcome().failure())))
                .addArrayOfString(texts(completions, c -> credits(c.outcome())))
                .addArrayOfString(texts(completions, c -> c.resolvedBy().wireName()))
                .addArrayOfInteger(completions.stream().map(Completion::attempt).toArray(Integer[]::new))
                .addOffsetDateTime(timestamp(now))
                .addOffsetDateTime(timestamp(lease.until()))
                .addArrayOfLong(delivered.toArray(Long[]::new))
                .addArrayOfString(texts(completions, c -> state(c.expected())))
                .addUUID(lease.holder())
                .addArrayOfString(texts(completions, c -> c.outcome().data()));
        String commit = completions.size() == 1 ? GenerationSql.COMPLETE_ONE : GenerationSql.COMPLETE;
        if (custody != null) {
            commit = completions.size() == 1 ? GenerationSql.COMPLETE_ONE_KEPT : GenerationSql.COMPLETE_KEPT;
            custody.addTo(parameters);
        }
        List<Act> acts = completions.stream().map(Completion::act).toList();
        if (acts.stream().anyMatch(Objects::nonNull)) {
            commit = custody == null ? GenerationSql.COMPLETE_ACTS : GenerationSql.COMPLETE_ACTS_KEPT;
            Audited.with(parameters, acts);
        }
        return database.run(commit, parameters)
                .map(rows -> committed(rows, lease, custody != null))
                .invoke(committed -> AfterResponse.run(() -> committed.rows().forEach(TransitionLog::changed)));
    }

    /**
     * Keeps a late outcome for audit, and what it says of the cost; equal ones once, and a limited number in all. Of a row
     * that is open only one of another task, where it was sent again.
     */
    public Uni<Void> keepLate(Completion late, Instant now) {
        Outcome outcome = late.outcome();
        Tuple parameters = Tuple.of(late.id(), outcome.taskId(), outcome.state().wireName())
                .addString(code(outcome.failure()))
                .addString(late.resolvedBy().wireName())
                .addOffsetDateTime(timestamp(now))
                .addBigDecimal(outcome.creditsConsumed());
        return database.run(GenerationSql.KEEP_LATE, parameters).replaceWithVoid();
    }

    private static CommittedOutcomes committed(RowSet<Row> rows, OutboxEntry.Lease lease, boolean custody) {
        List<Generation> ended = GenerationRows.all(rows);
        List<UUID> told = ended.stream()
                .filter(row -> !custody || !CustodyStore.keeps(row))
                .map(Generation::id)
                .toList();
        return new CommittedOutcomes(
                ended, told.isEmpty() ? null : new OutboxEntry(GenerationRows.outboxEntry(rows), told, lease));
    }

    private static String[] texts(List<Completion> completions, Function<Completion, String> field) {
        return completions.stream().map(field).toArray(String[]::new);
    }

    private static String state(GenerationState state) {
        return state == null ? null : state.wireName();
    }

    private static String code(Failure failure) {
        return failure == null ? null : failure.code();
    }

    private static String message(Failure failure) {
        return failure == null ? null : failure.message();
    }

    private static String credits(Outcome outcome) {
        return outcome.creditsConsumed() == null
                ? null
                : outcome.creditsConsumed().toPlainString();
    }
}
