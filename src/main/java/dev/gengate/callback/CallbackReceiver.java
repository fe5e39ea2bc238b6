package dev.gengate.callback;

import dev.gengate.callback.ProviderSignature.Verdict;
import dev.gengate.completion.CommitResult;
import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.generation.operations.Journal;
import dev.gengate.provider.TaskTimes;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.provider.answer.TaskReportReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Turns a genuine callback into a verdict. Fails only when nothing could be made durable. */
@ApplicationScoped
class CallbackReceiver {
    private static final String ODD = "odd-callback";

    private final TaskReportReader reports;
    private final AccountSignatures signatures;
    private final Completions completions;
    private final GenerationStore generations;
    private final ReconcileStore reconcile;
    private final ReadBack provider;
    private final Journal journal;
    private final boolean readBack;
    private final TaskTimes times;
    private final Clock clock;

    CallbackReceiver(
            TaskReportReader reports,
            AccountSignatures signatures,
            Completions completions,
            GenerationStore generations,
            ReconcileStore reconcile,
            ReadBack provider,
            Journal journal,
            CallbackConfig config,
            TaskTimes times,
            Clock clock) {
        this.reports = reports;
        this.signatures = signatures;
        this.completions = completions;
        this.generations = generations;
        this.reconcile = reconcile;
        this.provider = provider;
        this.journal = journal;
        this.readBack = config.readBack();
        this.times = times;
        this.clock = clock;
    }

    Uni<CallbackVerdict> receive(Callback callback) {
        TaskReport report = reports.ofCallback(callback.body());
        Uni<CallbackVerdict> judged = judged(callback, report);
        return judged.call(verdict -> verdict.odd()
                ? journal.note(callback.id(), ODD, verdict.name())
                : Uni.createFrom().voidItem());
    }

    private Uni<CallbackVerdict> judged(Callback callback, TaskReport report) {
        if (!signatures.differ()) {
            return judged(callback, report, null);
        }
        return generations
                .find(callback.id())
                .flatMap(row -> row == null
                        ? Uni.createFrom().item(CallbackVerdict.UNKNOWN)
                        : judged(callback, report, row.account()));
    }

    private Uni<CallbackVerdict> judged(Callback callback, TaskReport report, String account) {
        Verdict signature = signature(callback, report, account);
        if (signature == Verdict.STALE) {
            return stale(callback.id(), taskId(report));
        }
        if (!signature.accepted()) {
            return Uni.createFrom().item(CallbackVerdict.BAD_SIGNATURE);
        }
        return EchoedCallbackUrl.ofAnother(callback.body(), callback.id())
                ? judgeByTask(callback.id(), report)
                : judge(callback.id(), report);
    }

    /** The echoed URL differs, but it may only be written differently: the task's id decides. */
    private Uni<CallbackVerdict> judgeByTask(UUID id, TaskReport report) {
        return generations.find(id).flatMap(row -> {
            boolean ours = row != null
                    && row.taskId() != null
                    && taskId(report).filter(row.taskId()::equals).isPresent();
            return ours ? judge(id, report) : poll(id, null, CallbackVerdict.WRONG_TASK);
        });
    }

    private Uni<CallbackVerdict> judge(UUID id, TaskReport report) {
        if (report instanceof TaskReport.Finished finished) {
            Outcome outcome = finished.outcome();
            return readBack ? readBack(id, outcome.taskId()) : complete(id, outcome);
        }
        return ask(
                id,
                taskId(report),
                report instanceof TaskReport.Unreadable ? CallbackVerdict.UNREADABLE : CallbackVerdict.NOT_TERMINAL);
    }

    /** A body without a task id carries no signature of one. */
    private Verdict signature(Callback callback, TaskReport report, String account) {
        return signatures.verify(account, taskId(report).orElse(null), callback.timestamp(), callback.signature());
    }

    /**
     * The signature is the provider's, but it may be replayed, or one of the clocks is wrong: nothing of the body
     * counts but the task, and that only if the provider says that it is this generation's.
     */
    private Uni<CallbackVerdict> stale(UUID id, Optional<String> taskId) {
        return provider.own(id, taskId.orElseThrow())
                .flatMap(own -> poll(id, own.orElse(null), CallbackVerdict.BAD_SIGNATURE));
    }

    private static Optional<String> taskId(TaskReport report) {
        if (report instanceof TaskReport.Finished finished) {
            return Optional.of(finished.outcome().taskId());
        }
        if (report instanceof TaskReport.Running running) {
            return Optional.of(running.taskId());
        }
        return report instanceof TaskReport.Unreadable unreadable ? unreadable.taskId() : Optional.empty();
    }

    private Uni<CallbackVerdict> complete(UUID id, Outcome outcome) {
        return completions
                .complete(Completion.of(id, outcome, ResolvedBy.CALLBACK))
                .flatMap(result -> verdict(id, result));
    }

    private Uni<CallbackVerdict> verdict(UUID id, CommitResult result) {
        return switch (result.verdict()) {
            case COMPLETED -> Uni.createFrom().item(CallbackVerdict.COMPLETED);
            case DUPLICATE -> Uni.createFrom().item(CallbackVerdict.DUPLICATE);
            case LATE -> Uni.createFrom().item(CallbackVerdict.LATE);
            case UNKNOWN -> Uni.createFrom().item(CallbackVerdict.UNKNOWN);
            case OTHER_TASK -> poll(id, null, CallbackVerdict.WRONG_TASK);
        };
    }

    private Uni<CallbackVerdict> poll(UUID id, String taskId, CallbackVerdict verdict) {
        return generations
                .find(id)
                .call(row -> row == null ? Uni.createFrom().voidItem() : pollNow(row, taskId))
                .replaceWith(verdict);
    }

    private Uni<Generation> pollNow(Generation row, String taskId) {
        Instant now = clock.instant();
        return reconcile.pollNow(row.id(), taskId, now, now.plus(times.deadline(row.model())));
    }

    /** The provider's answer decides, not the callback. */
    private Uni<CallbackVerdict> readBack(UUID id, String taskId) {
        return provider.told(id, taskId).flatMap(told -> {
            if (told.isEmpty()) {
                return poll(id, null, CallbackVerdict.WRONG_TASK);
            }
            return told.get() instanceof TaskReport.Finished finished
                    ? complete(id, finished.outcome())
                    : poll(id, taskId, CallbackVerdict.NOT_TERMINAL);
        });
    }

    /** The callback tells no outcome, but maybe the task, whose end it may be all the same. */
    private Uni<CallbackVerdict> ask(UUID id, Optional<String> taskId, CallbackVerdict verdict) {
        return readBack && taskId.isPresent()
                ? provider.own(id, taskId.get()).flatMap(own -> poll(id, own.orElse(null), verdict))
                : poll(id, taskId.orElse(null), verdict);
    }
}
