package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.database.LedgerClock;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.CallerWeights;
import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Audited;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The queue: its status, its next rows, places in it, and claims that did not lead to a task. */
@ApplicationScoped
public class QueueStore {
    /**
     * The queue's status for a dispatcher.
     *
     * @param waiting whether any row is queued
     * @param pause until the next call may be made, 1 s at most; zero if it may be made now
     * @param stopped whether credits do not suffice for some
     * @param aside whether some wait aside, for whatever reason
     * @param held whether an operator holds some model
     */
    public record QueueStatus(boolean waiting, Duration pause, boolean stopped, boolean aside, boolean held) {}

    /** Rows of the same caller to count for one answer; with more, a row is assumed to be its last. */
    private static final int COUNTED = 2_000;
    /** A new row is usually its caller's last, unless it has priority. */
    private static final int COUNTED_FOR_NEW = 100;

    private static final String RESUBMIT = Audited.change(GenerationSql.RESUBMIT, 5);

    private final Database database;
    private final LedgerClock time;
    private final AdmissionRules rules;
    private final Map<String, Double> weights;
    private final AccountParameters accounts;

    QueueStore(
            Database database,
            LedgerClock time,
            AdmissionRules rules,
            CallerWeights weights,
            AccountParameters accounts) {
        this.database = database;
        this.time = time;
        this.rules = rules;
        this.weights = weights.byCaller();
        this.accounts = accounts;
    }

    /** Claims up to {@code most} queued rows, callers in turn; they become submitting under the rules' lease. */
    public Uni<List<Generation>> claim(Instant now, int most) {
        return database.runToItsEnd(
                        accounts.several() ? AccountQueueSql.CLAIM : QueueSql.CLAIM,
                        accounts.several() ? claimAtAccounts(now, most) : claimAtOne(now, most))
                .map(GenerationRows::all)
                .invoke(rows -> rows.forEach(TransitionLog::changed));
    }

    private Tuple claimAtAccounts(Instant now, int most) {
        Tuple parameters = accounts.configured(Tuple.tuple())
                .addOffsetDateTime(timestamp(now.plus(rules.lease())))
                .addLong((long) most);
        return accounts.restricted(weights(parameters).addOffsetDateTime(time.after(Database.PATIENCE)));
    }

    private Tuple claimAtOne(Instant now, int most) {
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(timestamp(now.plus(rules.lease())))
                .addInteger(most)
                .addInteger(rules.slots())
                .addLong(rules.windowMicros())
                .addInteger(rules.maxRunning());
        return weights(parameters).addOffsetDateTime(time.after(Database.PATIENCE));
    }

    private Tuple weights(Tuple parameters) {
        return parameters
                .addArrayOfString(weights.keySet().toArray(String[]::new))
                .addArrayOfDouble(weights.values().toArray(Double[]::new));
    }

    /** Whether any row is queued, and when the next call may be made. */
    public Uni<QueueStatus> status() {
        return Uni.createFrom().deferred(() -> {
            long asked = time.asked();
            return looked().map(rows -> rows.iterator().next())
                    .invoke(row -> time.heard(row.getOffsetDateTime(2).toInstant(), asked))
                    .map(row -> new QueueStatus(
                            row.getBoolean(0),
                            Duration.ofMillis(row.getInteger(1)),
                            row.getBoolean(3),
                            row.getBoolean(4),
                            row.getBoolean(5)));
        });
    }

    private Uni<RowSet<Row>> looked() {
        return accounts.several()
                ? database.run(
                        AccountQueueSql.LOOK, accounts.configured(Tuple.tuple()).addBoolean(accounts.drains()))
                : database.run(QueueSql.LOOK, Tuple.of(rules.slots()));
    }

    /** The estimated place of a queued row. */
    public Uni<QueuePlace> place(Generation queued) {
        return place(queued.id(), queued.caller(), null, null, COUNTED);
    }

    /** That of a row that was accepted just now. */
    public Uni<QueuePlace> placeOfNew(Generation queued) {
        return place(queued.id(), queued.caller(), null, null, COUNTED_FOR_NEW);
    }

    /**
     * What speaks against a submission of the caller, with the place of the row whose turn makes room for it.
     *
     * @param credits what it costs; null if nobody knows
     * @param account the only one that may send it; null for any
     */
    public Uni<QueuePlace> nextRoom(String caller, BigDecimal credits, String account) {
        return place(null, caller, credits, account, rules.maxQueuedPerCaller());
    }

    private Uni<QueuePlace> place(UUID id, String caller, BigDecimal credits, String account, int counted) {
        Tuple parameters = Tuple.of(id, caller)
                .addInteger(rules.slots())
                .addLong(rules.windowMicros())
                .addInteger(rules.maxRunning());
        weights(parameters)
                .addInteger(counted)
                .addLocalDate(LocalDate.ofInstant(time.instant(), ZoneOffset.UTC))
                .addBigDecimal(credits);
        return database.run(
                        accounts.several() ? AccountQueueSql.PLACE : QueueSql.PLACE,
                        accounts.several() ? accounts.placed(parameters, caller).addString(account) : parameters)
                .map(rows -> QueuePlace.of(rows.iterator().next()));
    }

    /** The provider has no task and may be asked again. Null: the row has moved on. */
    public Uni<Generation> requeued(Generation attempt, Enum<?> cause) {
        return database.run(
                        GenerationSql.REQUEUED,
                        Tuple.of(attempt.id(), attempt.attempts(), accounts.told(cause, attempt)))
                .map(GenerationRows::first)
                .invoke(row -> TransitionLog.changed(row, cause.name()));
    }

    /** The answer was lost. Null: the row has moved on. */
    public Uni<Generation> unconfirmed(Generation attempt, Instant deadline, Enum<?> cause) {
        return database.run(
                        GenerationSql.UNCONFIRMED,
                        Tuple.of(attempt.id(), attempt.attempts(), timestamp(deadline), cause.name()))
                .map(GenerationRows::first)
                .invoke(row -> TransitionLog.changed(row, cause.name()));
    }

    /**
     * Turns rows whose submitting replica died into unconfirmed ones.
     *
     * @param deadline of a row of that model
     */
    public Uni<List<Generation>> leasesRunOut(Instant now, Function<String, Instant> deadline, int most) {
        return database.run(GenerationSql.MODELS_OF_LEASES_RUN_OUT, Tuple.of(timestamp(now), most))
                .flatMap(rows -> {
                    List<String> models = new ArrayList<>();
                    rows.forEach(row -> models.add(row.getString(0)));
                    return models.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : leasesRunOut(now, models, deadline, most);
                });
    }

    private Uni<List<Generation>> leasesRunOut(
            Instant now, List<String> models, Function<String, Instant> deadline, int most) {
        Tuple parameters = Tuple.of(timestamp(now), most)
                .addArrayOfString(models.toArray(String[]::new))
                .addArrayOfOffsetDateTime(models.stream()
                        .map(deadline)
                        .map(GenerationRows::timestamp)
                        .toArray(OffsetDateTime[]::new));
        return database.run(GenerationSql.LEASES_RUN_OUT, parameters)
                .map(GenerationRows::all)
                .invoke(rows -> rows.forEach(row -> TransitionLog.changed(row, "its submitting replica disappeared")));
    }

    /**
     * Returns it to the queue for an operator, and tells the audit. Null: it was not unconfirmed, or the only account that may
     * send it is not configured.
     */
    public Uni<Generation> resubmit(UUID id, Instant deadline, Act act) {
        Tuple parameters =
                Tuple.of(id, timestamp(deadline), time.after(Database.PATIENCE)).addArrayOfString(accounts.names());
        return database.run(RESUBMIT, Audited.with(parameters, act))
                .map(GenerationRows::first)
                .invoke(row -> TransitionLog.changed(row, "resubmitted by an operator"));
    }
}
