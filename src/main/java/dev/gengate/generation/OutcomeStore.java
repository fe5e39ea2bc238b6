package dev.gengate.generation;

import static dev.gengate.generation.GenerationRows.timestamp;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Terminal states and the outbox: commits outcomes, and keeps track of what is on Kafka. */
@ApplicationScoped
public class OutcomeStore {
    private final Database database;

    OutcomeStore(Database database) {
        this.database = database;
    }

    /**
     * Commits the outcomes whose guard holds, in one statement, and leases the rows to their publisher. What does not
     * come back was not changed.
     *
     * @param completions of distinct generations
     * @param published rows whose events the broker has, to be marked by the way
     */
    public Uni<List<Generation>> complete(
            List<Completion> completions, Collection<UUID> published, Instant now, Instant lease) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(completions.stream().map(Completion::id).toArray(UUID[]::new))
                .addArrayOfString(texts(completions, c -> c.outcome().state().wireName()))
                .addArrayOfString(texts(completions, c -> c.outcome().taskId()))
                .addArrayOfString(
                        texts(completions, c -> ImagesJson.of(c.outcome().images())))
                .addArrayOfString(texts(completions, c -> code(c.outcome().failure())))
                .addArrayOfString(texts(completions, c -> message(c.outcome().failure())))
                .addArrayOfString(texts(completions, c -> credits(c.outcome())))
                .addArrayOfString(texts(completions, c -> c.resolvedBy().wireName()))
                .addArrayOfInteger(completions.stream().map(Completion::attempt).toArray(Integer[]::new))
                .addOffsetDateTime(timestamp(now))
                .addOffsetDateTime(timestamp(lease))
                .addArrayOfUUID(published.toArray(UUID[]::new));
        return database.run(GenerationSql.COMPLETE, parameters)
                .map(GenerationRows::all)
                .invoke(rows -> rows.forEach(TransitionLog::changed));
    }

    /** Keeps an outcome that came too late, for audit; the same one is kept once. */
    public Uni<Void> keepLate(Completion late, Instant now) {
        Outcome outcome = late.outcome();
        Tuple parameters = Tuple.of(late.id(), outcome.taskId(), outcome.state().wireName())
                .addString(ImagesJson.of(outcome.images()))
                .addString(code(outcome.failure()))
                .addString(message(outcome.failure()))
                .addString(late.resolvedBy().wireName())
                .addOffsetDateTime(timestamp(now));
        return database.run(GenerationSql.KEEP_LATE, parameters).replaceWithVoid();
    }

    /** Terminal rows that are not on Kafka and nobody's to publish, oldest first; leased to the caller now. */
    public Uni<List<Generation>> claimUnpublished(Instant now, Instant lease, int most) {
        return database.run(GenerationSql.CLAIM_UNPUBLISHED, Tuple.of(timestamp(now), timestamp(lease), most))
                .map(GenerationRows::all);
    }

    /** The broker did not take its event, and it is anybody's to publish again. */
    public Uni<Void> release(UUID id, Instant now) {
        return database.run(GenerationSql.RELEASE, Tuple.of(id, timestamp(now))).replaceWithVoid();
    }

    /** The broker has their events. */
    public Uni<Void> published(Collection<UUID> ids, Instant now) {
        return database.run(GenerationSql.PUBLISHED, Tuple.of(ids.toArray(UUID[]::new), timestamp(now)))
                .replaceWithVoid();
    }

    private static String[] texts(List<Completion> completions, Function<Completion, String> field) {
        return completions.stream().map(field).toArray(String[]::new);
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
