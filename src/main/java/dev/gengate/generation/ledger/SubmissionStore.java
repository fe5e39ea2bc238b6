package dev.gengate.generation.ledger;

import dev.gengate.database.Database;
import dev.gengate.database.LedgerClock;
import dev.gengate.database.MicroBatch;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Budget;
import dev.gengate.generation.Generation;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.account.BudgetStore;
import dev.gengate.schedule.AfterResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The two commits of a submission: acceptance, and creation of the task. Those that arrive together commit together.
 */
@ApplicationScoped
public class SubmissionStore {
    private static final int MOST_WAITING = 5_000;

    private final Database database;
    private final LedgerClock time;
    private final AdmissionRules rules;
    private final MicroBatch<Candidate, Generation> admissions;
    /** They wait for the locks of their budgets, and nobody else with them. */
    private final MicroBatch<Candidate, Generation> withinBudgets;

    private final MicroBatch<Task, Generation> tasks;

    private final AccountParameters accounts;

    SubmissionStore(
            Database database, LedgerClock time, AdmissionRules rules, AccountParameters accounts, Vertx vertx) {
        this.database = database;
        this.time = time;
        this.rules = rules;
        this.accounts = accounts;
        this.admissions = new MicroBatch<>(vertx, MOST_WAITING, this::acceptAll);
        this.withinBudgets = new MicroBatch<>(vertx, MOST_WAITING, this::acceptAll);
        this.tasks = new MicroBatch<>(vertx, MOST_WAITING, this::submittedAll);
    }

    private record Candidate(
            NewGeneration submission, Integer dailyLimit, Budget budget, String onlyAccount, boolean direct) {}

    private record Task(Generation attempt, String id, Instant takenAt, Duration firstPoll, Duration deadline) {}

    /**
     * Makes a submission durable, as submitting (the caller of this method holds its lease) or as queued. Null: its
     * idempotency key is taken, or it is refused ({@link QueueStore#nextRoom} tells why).
     *
     * @param dailyLimit most submissions of this caller in a day (UTC), or null for no limit
     * @param budget in which its price is reserved, or null for none; {@link BudgetStore#open} comes first
     * @param onlyAccount the only one of several accounts that may send it, or null for any
     * @param direct whether it may start as submitting
     */
    public Uni<Generation> accept(
            NewGeneration submission, Integer dailyLimit, Budget budget, String onlyAccount, boolean direct) {
        return (budget == null ? admissions : withinBudgets)
                .submit(new Candidate(submission, dailyLimit, budget, onlyAccount, direct));
    }

    /**
     * The provider has created the task. Null: the row has moved on.
     *
     * @param firstPoll how long to be silent
     * @param deadline how long to wait for its result
     */
    public Uni<Generation> submitted(
            Generation attempt, String taskId, Instant now, Duration firstPoll, Duration deadline) {
        return tasks.submit(new Task(attempt, taskId, now, firstPoll, deadline));
    }

    private Uni<List<Generation>> acceptAll(List<Candidate> candidates) {
        List<NewGeneration> submissions =
                candidates.stream().map(Candidate::submission).toList();
        boolean budgets = candidates.get(0).budget != null;
        Tuple parameters = parametersOf(candidates, submissions);
        addLimits(parameters, candidates);
        addReservations(parameters, submissions);
        if (budgets || accounts.several()) {
            addBudgets(parameters, candidates);
        }
        if (accounts.several()) {
            accounts.limits(parameters
                    .addArrayOfString(texts(candidates, Candidate::onlyAccount))
                    .addArrayOfString(texts(submissions, s -> accounts.of(s.caller()))));
        }
        return database.run(statement(budgets), parameters)
                .map(GenerationRows::all)
                .onFailure(failure -> candidates.size() == 1 && overTheDailyLimit(failure))
                .recoverWithItem(List.of())
                .map(rows -> inOrder(submissions.stream().map(NewGeneration::id), rows));
    }

    /** $1 to $12. */
    private static Tuple parametersOf(List<Candidate> candidates, List<NewGeneration> submissions) {
        return Tuple.tuple()
                .addArrayOfUUID(submissions.stream().map(NewGeneration::id).toArray(UUID[]::new))
                .addArrayOfString(texts(submissions, NewGeneration::caller))
                .addArrayOfString(texts(submissions, NewGeneration::idempotencyKey))
                .addArrayOfString(texts(submissions, s -> HexFormat.of().formatHex(s.fingerprint())))
                .addArrayOfString(texts(submissions, NewGeneration::model))
                .addArrayOfString(texts(submissions, NewGeneration::input))
                .addArrayOfString(texts(submissions, NewGeneration::correlationId))
                .addArrayOfString(texts(submissions, NewGeneration::metadata))
                .addArrayOfInteger(
                        submissions.stream().map(s -> s.priority().ordinal()).toArray(Integer[]::new))
                .addArrayOfString(texts(submissions, NewGeneration::traceparent))
                .addArrayOfOffsetDateTime(times(submissions.stream().map(NewGeneration::createdAt)))
                .addArrayOfInteger(
                        candidates.stream().map(Candidate::dailyLimit).toArray(Integer[]::new));
    }

    /** $13 to $21: of the provider and of the queue. */
    private void addLimits(Tuple parameters, List<Candidate> candidates) {
        int slots = candidates.stream().allMatch(Candidate::direct) ? rules.slots() : 0;
        (accounts.several()
                        ? accounts.choice(parameters.addInteger(slots))
                        : parameters
                                .addInteger(slots)
                                .addLong(rules.windowMicros())
                                .addInteger(rules.maxRunning()))
                .addLong(micros(rules.lease()))
                .addLong(micros(rules.resultDeadline()))
                .addInteger(rules.maxQueued())
                .addInteger(rules.maxQueuedPerCaller())
                .addBoolean(rules.queueWithoutCredits())
                .addOffsetDateTime(time.after(Database.PATIENCE));
    }

    /** $22 to $24. */
    private static void addReservations(Tuple parameters, List<NewGeneration> submissions) {
        parameters
                .addArrayOfString(texts(submissions, s -> plain(s.credits())))
                .addArrayOfString(texts(submissions, s -> s.reservation().modelVersion()))
                .addArrayOfString(texts(submissions, s -> plain(s.reservation().from())));
    }

    /** $25 and $26, null where there is none. */
    private static void addBudgets(Tuple parameters, List<Candidate> candidates) {
        parameters
                .addArrayOfString(texts(candidates, c -> c.budget == null ? null : plain(c.budget.day())))
                .addArrayOfString(texts(candidates, c -> c.budget == null ? null : plain(c.budget.month())));
    }

    private String statement(boolean budgets) {
        if (accounts.several()) {
            return SubmissionSql.ACCEPT_AT_ACCOUNTS;
        }
        return budgets ? SubmissionSql.ACCEPT_WITHIN_BUDGETS : SubmissionSql.ACCEPT;
    }

    /** Another replica used up the day's limit at the same moment: the whole statement is rolled back. */
    private static boolean overTheDailyLimit(Throwable failure) {
        return failure.getCause() instanceof PgException refusal && "daily_limit".equals(refusal.getConstraint());
    }

    private Uni<List<Generation>> submittedAll(List<Task> taken) {
        // in the order of their ids, because a batch of outcomes may touch the same rows
        List<Task> ordered = taken.stream()
                .sorted((one, other) -> one.attempt.id().compareTo(other.attempt.id()))
                .toList();
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(ordered.stream().map(task -> task.attempt.id()).toArray(UUID[]::new))
                .addArrayOfInteger(
                        ordered.stream().map(task -> task.attempt.attempts()).toArray(Integer[]::new))
                .addArrayOfString(texts(ordered, Task::id))
                .addArrayOfOffsetDateTime(times(ordered.stream().map(Task::takenAt)))
                .addArrayOfDouble(times(ordered, Task::firstPoll))
                .addArrayOfDouble(times(ordered, Task::deadline));
        return database.run(
                        accounts.several() ? SubmissionSql.SUBMITTED_AT_ACCOUNTS : SubmissionSql.SUBMITTED, parameters)
                .map(GenerationRows::all)
                .map(rows -> inOrder(taken.stream().map(task -> task.attempt.id()), rows));
    }

    /** A row that was not returned is null. */
    private static List<Generation> inOrder(Stream<UUID> ids, List<Generation> rows) {
        AfterResponse.run(() -> rows.forEach(TransitionLog::changed));
        Map<UUID, Generation> changed = new HashMap<>();
        rows.forEach(row -> changed.put(row.id(), row));
        return ids.map(changed::get).toList();
    }

    private static <T> String[] texts(List<T> items, Function<T, String> field) {
        return items.stream().map(field).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(Stream<Instant> times) {
        return times.map(GenerationRows::timestamp).toArray(OffsetDateTime[]::new);
    }

    private static Double[] times(List<Task> tasks, Function<Task, Duration> time) {
        return tasks.stream()
                .map(time)
                .map(duration -> (double) micros(duration))
                .toArray(Double[]::new);
    }

    private static String plain(BigDecimal credits) {
        return credits == null ? null : credits.toPlainString();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
