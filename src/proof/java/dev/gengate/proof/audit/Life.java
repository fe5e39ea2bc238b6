package dev.gengate.proof.audit;

import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One generation as it was seen from outside; epoch milliseconds.
 *
 * @param begun when its client first sent it
 * @param tasks that the provider made for it
 * @param settled when the broker took its event
 */
record Life(String id, long begun, List<ProviderTask> tasks, long settled) {
    /** From a task's end to the event, of a generation that nothing concerned. */
    static final Duration USUAL = Duration.ofSeconds(10);
    /** The same where no callback tells of the end: its polls grow apart. */
    static final Duration USUAL_WHEN_SILENT = Duration.ofSeconds(30);

    /** The deadlines of {@link ReplicaEnvironment}: what nobody can know is given up then, and not sooner. */
    private static final Duration RESULT = Duration.ofSeconds(75);

    private static final Duration CONFIRMATION = Duration.ofSeconds(20);

    /** When its last task ended; when it was begun, without one. */
    long ended() {
        return completions().orElse(begun);
    }

    private OptionalLong completions() {
        return tasks.stream()
                .filter(task -> task.completedAt() != null)
                .mapToLong(ProviderTask::completedAt)
                .max();
    }

    /** How long it may take from {@link #ended}; empty when it is not settled by what tells of the end. */
    Optional<Duration> usual() {
        boolean told = !tasks.isEmpty()
                && tasks.stream().allMatch(task -> faultEnds(task, 0).isEmpty());
        boolean silent = tasks.stream().anyMatch(ProviderFaults::silent);
        Duration usual = silent ? USUAL_WHEN_SILENT : USUAL;
        boolean unfetched = tasks.stream().anyMatch(ProviderFaults::unfetched);
        return told ? Optional.of(unfetched ? usual.plus(ReplicaEnvironment.CUSTODY_WAIT) : usual) : Optional.empty();
    }

    /**
     * When the last fault of its own was over; without one, when it would have ended had it been sent at once.
     *
     * @param topicLimited when the topic took its event again, if that is too large
     */
    long ownFaultsUntil(long topicLimited) {
        if (tasks.isEmpty()) {
            return begun + CONFIRMATION.toMillis();
        }
        return tasks.stream()
                .mapToLong(task -> faultEnds(task, topicLimited).orElseGet(() -> endsByItself(task)))
                .max()
                .getAsLong();
    }

    private long endsByItself(ProviderTask task) {
        return task.faults().isEmpty() ? begun + task.completedAt() - task.createdAt() : task.completedAt();
    }

    /** The end of a fault that outlives its task; empty without one. */
    private static OptionalLong faultEnds(ProviderTask task, long topicLimited) {
        boolean silent = ProviderFaults.silent(task);
        boolean unknowable = silent || !ProviderFaults.heard(task);
        if (task.completedAt() == null || unknowable && task.faults().contains(ProviderFaults.HANGS_FOR_EVER)) {
            return OptionalLong.of(task.createdAt() + RESULT.toMillis());
        }
        if (ProviderFaults.poisons(task)) {
            return OptionalLong.of(Math.max(topicLimited, task.completedAt()));
        }
        return silent && ProviderFaults.nameless(task)
                ? OptionalLong.of(task.createdAt() + CONFIRMATION.toMillis())
                : OptionalLong.empty();
    }
}
