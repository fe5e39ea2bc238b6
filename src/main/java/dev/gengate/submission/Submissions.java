package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.database.DatabaseUnavailableException;
import dev.gengate.database.LedgerIds;
import dev.gengate.generation.Budget;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.SubmissionStore;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.queue.AdmissionConfig;
import dev.gengate.queue.Dispatcher;
import dev.gengate.queue.TaskSender;
import dev.gengate.submission.SubmissionMetrics.Result;
import dev.gengate.usage.Budgets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Accepts a submission: makes it durable first, sends it at once if the limit has room, and never twice for one key.
 */
@ApplicationScoped
class Submissions {
    private final SubmissionStore store;
    private final GenerationStore generations;
    private final SubmissionChecks checks;
    private final TaskSender sender;
    private final Dispatcher dispatcher;
    private final AdmissionRefusals refusals;
    private final Budgets budgets;
    private final AdmissionConfig config;
    private final SubmissionMetrics metrics;
    private final LedgerIds ids;
    private final Clock clock;

    Submissions(
            SubmissionStore store,
            GenerationStore generations,
            SubmissionChecks checks,
            TaskSender sender,
            Dispatcher dispatcher,
            AdmissionRefusals refusals,
            Budgets budgets,
            AdmissionConfig config,
            SubmissionMetrics metrics,
            LedgerIds ids,
            Clock clock) {
        this.store = store;
        this.generations = generations;
        this.checks = checks;
        this.sender = sender;
        this.dispatcher = dispatcher;
        this.refusals = refusals;
        this.budgets = budgets;
        this.config = config;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    /** The result of a submission; {@code replayed} if its key was used for the same request before. */
    record Answer(Generation generation, boolean replayed) {}

    /**
     * @param key the idempotency key, or null
     * @param traceparent the submitter's trace, or null
     * @param patience longest wait for the provider's answer, {@code gateway.submission.wait} at most; zero to answer as
     *     soon as the submission is durable
     */
    Uni<Answer> submit(Caller caller, String key, Submission submission, String traceparent, Duration patience) {
        Instant now = clock.instant(); // before the id is made: who looks from that time on finds it
        NewGeneration candidate = new NewGeneration(
                ids.next(),
                caller.name(),
                key,
                submission.fingerprint(),
                submission.model(),
                submission.sent(),
                submission.correlationId(),
                submission.metadata(),
                submission.priority(),
                traceparent,
                now,
                submission.reservation());
        return accepted(candidate, submission)
                .flatMap(row -> row == null
                        ? replay(candidate, () -> rejected(candidate, submission, patience))
                        : begin(row, patience))
                .invoke(metrics::answered)
                .onFailure(DatabaseUnavailableException.class)
                .invoke(() -> metrics.count(Result.UNAVAILABLE));
    }

    /** What was accepted under that key for a request with that fingerprint; null for nothing. */
    Uni<Answer> repeated(Caller caller, String key, byte[] fingerprint) {
        return generations
                .findByKey(caller.name(), key)
                .map(row -> row != null && Arrays.equals(row.fingerprint(), fingerprint) ? new Answer(row, true) : null)
                .onItem()
                .ifNotNull()
                .invoke(metrics::answered)
                .onFailure(DatabaseUnavailableException.class)
                .invoke(() -> metrics.count(Result.UNAVAILABLE));
    }

    /** Null: its key is taken, or it is refused. */
    private Uni<Generation> accepted(NewGeneration candidate, Submission submission) {
        return submission.ready().refers()
                ? checks.account(candidate.caller(), submission)
                        .flatMap(account -> stored(candidate, account.orElse(null)))
                        .onFailure(ProblemException.class)
                        .recoverWithUni(problem -> known(candidate, problem))
                : Uni.createFrom().deferred(() -> stored(candidate, null));
    }

    /** @param account the only one that may send it; null for any */
    private Uni<Generation> stored(NewGeneration candidate, String account) {
        String caller = candidate.caller();
        Budget budget = budgets.of(caller);
        Uni<Void> ready = budget == null ? Uni.createFrom().voidItem() : budgets.open(caller, candidate.createdAt());
        return ready.flatMap(
                open -> store.accept(candidate, budgets.dailyLimit(caller), budget, account, dispatcher.sends()));
    }

    /** What it names may have been purged since it was accepted; with its key it is still the same generation. */
    private Uni<Generation> known(NewGeneration candidate, Throwable problem) {
        Uni<Generation> row = candidate.idempotencyKey() == null
                ? Uni.createFrom().nullItem()
                : generations.findByKey(candidate.caller(), candidate.idempotencyKey());
        return row.onItem()
                .ifNull()
                .failWith(() -> {
                    metrics.count(Result.INVALID);
                    return problem;
                })
                .replaceWith((Generation) null);
    }

    private Uni<Answer> begin(Generation row, Duration patience) {
        if (row.state() == GenerationState.QUEUED) {
            dispatcher.wake();
            return Uni.createFrom().item(new Answer(row, false));
        }
        Uni<Generation> sent = sender.send(row, patience.isZero());
        return patience.isZero()
                ? Uni.createFrom().item(new Answer(row, false))
                : sent.ifNoItem()
                        .after(patience.compareTo(config.patience()) < 0 ? patience : config.patience())
                        .recoverWithItem(row)
                        .onFailure()
                        .recoverWithItem(row)
                        .map(generation -> new Answer(generation, false));
    }

    private Uni<Answer> replay(NewGeneration candidate, Supplier<Uni<Answer>> otherwise) {
        if (candidate.idempotencyKey() == null) {
            return otherwise.get();
        }
        return generations
                .findByKey(candidate.caller(), candidate.idempotencyKey())
                .flatMap(known -> known == null
                        ? otherwise.get()
                        : Uni.createFrom().item(known).map(row -> replayed(candidate, row)));
    }

    private Answer replayed(NewGeneration candidate, Generation known) {
        if (!Arrays.equals(known.fingerprint(), candidate.fingerprint())) {
            metrics.count(Result.KEY_REUSED);
            String detail = "The Idempotency-Key belongs to another request of this caller.";
            throw ProblemException.of(ProblemType.KEY_REUSED, detail, known.id());
        }
        return new Answer(known, true);
    }

    /** Its budget may have had no row, as after a restore, or something in it has ended since: then it is tried once more. */
    private Uni<Answer> rejected(NewGeneration candidate, Submission submission, Duration patience) {
        return refusal(candidate, submission).flatMap(refusal -> {
            if (refusal.stands() || budgets.of(candidate.caller()) == null) {
                return refused(refusal);
            }
            budgets.forget(candidate.caller());
            return accepted(candidate, submission)
                    .flatMap(row -> row == null
                            // another replica may have stored the same key meanwhile
                            ? replay(candidate, () -> refusal(candidate, submission)
                                    .flatMap(this::refused))
                            : begin(row, patience));
        });
    }

    private Uni<AdmissionRefusals.Refusal> refusal(NewGeneration candidate, Submission submission) {
        Uni<Optional<String>> account = submission.ready().refers()
                ? checks.account(candidate.caller(), submission)
                : Uni.createFrom().item(Optional.empty());
        return account.flatMap(only -> refusals.of(candidate, only.orElse(null)));
    }

    private Uni<Answer> refused(AdmissionRefusals.Refusal refusal) {
        metrics.count(Result.REJECTED);
        return Uni.createFrom().failure(refusal.problem());
    }
}
