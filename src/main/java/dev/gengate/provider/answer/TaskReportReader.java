package dev.gengate.provider.answer;

import dev.gengate.generation.Failure;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.Result;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads reports of a task from callbacks and from recordInfo. Only the task's state decides, since codes have been seen
 * to contradict it. Never throws, whatever the bytes.
 */
@Singleton
public class TaskReportReader {
    private static final int OK = 200;
    private static final int UNKNOWN_CODE = 422;
    private static final String UNKNOWN_TASK = "recordInfo is null";
    private static final int LONGEST_FAIL_CODE = 100;
    private static final int LONGEST_FAIL_MESSAGE = 1_000;

    private final ResultMetrics metrics;
    private final ResultReader results;
    private final Clock clock;

    public TaskReportReader(ResultMetrics metrics, ResultReader results, Clock clock) {
        this.metrics = metrics;
        this.results = results;
        this.clock = clock;
    }

    /** Reads the body of a callback: finished, running or unreadable. */
    public TaskReport ofCallback(byte[] body) {
        return Envelope.read(body)
                .map(envelope -> judge(envelope.taskId(), envelope.task()))
                .orElseGet(() -> unreadable(body));
    }

    /**
     * Reads recordInfo's answer about the given task.
     *
     * @param model what it was sent to, for an answer that does not say; null if that is not known
     */
    public TaskReport ofRecordInfo(ProviderAnswer answer, String askedTaskId, String model) {
        Optional<Envelope> envelope = answer.envelope();
        if (envelope.isEmpty()) {
            return answer.successful() ? unreadable(answer.body()) : new TaskReport.Unavailable();
        }
        return envelope.get().task() == null
                ? withoutTask(envelope.get(), answer)
                : ofAskedTask(envelope.get(), askedTaskId, model);
    }

    /** The answer need not repeat the given id; a different id makes it the answer to another question. */
    private TaskReport ofAskedTask(Envelope envelope, String askedTaskId, String model) {
        boolean another = envelope.taskId() != null && !envelope.taskId().equals(askedTaskId);
        return another || envelope.taskIdDoubtful()
                ? new TaskReport.Unreadable(Optional.empty())
                : judge(askedTaskId, envelope.task().sentTo(model));
    }

    private static TaskReport withoutTask(Envelope envelope, ProviderAnswer answer) {
        if (UNKNOWN_TASK.equals(envelope.message())) {
            return new TaskReport.NotThereYet();
        }
        int code = envelope.code() == null ? answer.status() : envelope.code();
        if (code == UNKNOWN_CODE || (saysOk(answer, envelope) && envelope.data() == null)) {
            return new TaskReport.NotThereYet();
        }
        return code == OK && answer.successful()
                ? new TaskReport.Unreadable(Optional.empty())
                : new TaskReport.Unavailable();
    }

    private static boolean saysOk(ProviderAnswer answer, Envelope envelope) {
        return answer.successful() && envelope.code() != null && envelope.code() == OK;
    }

    private static TaskReport unreadable(byte[] body) {
        boolean salvageable = body != null && body.length <= ProviderAnswer.LARGEST_BODY;
        return new TaskReport.Unreadable(salvageable ? TaskId.salvage(body) : Optional.empty());
    }

    private TaskReport judge(String taskId, TaskDetails task) {
        if (taskId == null
                || task == null
                || task.state() == null
                || task.state().isBlank()) {
            return new TaskReport.Unreadable(Optional.ofNullable(taskId));
        }
        return switch (task.state()) {
            case "success" -> success(taskId, task);
            case "fail" -> new TaskReport.Finished(Outcome.failed(taskId, failure(task), task.creditsConsumed()));
            default -> new TaskReport.Running(taskId);
        };
    }

    /** A result that exists but cannot be read does not count as none: it was paid for, and asking again may help. */
    private TaskReport success(String taskId, TaskDetails task) {
        FoundResults found = results.read(task);
        if (found == null) {
            return new TaskReport.Unreadable(Optional.of(taskId));
        }
        metrics.leftOut(taskId, found);
        return new TaskReport.Finished(
                found.areAResult()
                        ? Outcome.succeeded(taskId, found.results(expiry(task)), found.data(), task.creditsConsumed())
                        : Outcome.failed(taskId, without(found), task.creditsConsumed()));
    }

    private static Failure without(FoundResults found) {
        return found.areTooLarge()
                ? new Failure(Failure.RESULT_TOO_LARGE, "The result has more data than an event may hold.")
                : new Failure(Failure.NO_RESULT, "The provider reported success without a result.");
    }

    /** Counted from when it was made, which may be long before it is heard of. */
    private Instant expiry(TaskDetails task) {
        Instant now = clock.instant();
        boolean told = task.completedAt() != null && task.completedAt().isBefore(now);
        return (told ? task.completedAt() : now).truncatedTo(ChronoUnit.MILLIS).plus(Result.KEPT);
    }

    private static Failure failure(TaskDetails task) {
        String code = task.failCode() == null ? "" : ProviderTextSanitizer.oneLine(task.failCode(), LONGEST_FAIL_CODE);
        String message = task.failMessage() == null
                ? ""
                : ProviderTextSanitizer.storable(task.failMessage(), LONGEST_FAIL_MESSAGE);
        return new Failure(
                code.isEmpty() ? Failure.GENERATION_FAILED : code,
                message.isEmpty() ? "The provider's task failed without saying why." : message);
    }
}
