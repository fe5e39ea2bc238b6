package dev.gengate.queue;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.SubmissionStore;
import dev.gengate.provider.TaskTimes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps tasks that the provider has created until the ledger has their ids: without its id a paid task cannot be
 * polled. An outage of the ledger may far outlast the lease, and the id still counts afterwards.
 */
@ApplicationScoped
class AcceptedTasks {
    private static final Logger LOG = Logger.getLogger(AcceptedTasks.class);
    /** With this many unwritten ids, no more tasks are paid for; several times the number in flight at one time. */
    private static final int MOST_UNWRITTEN = 2_000;

    private final SubmissionStore submissions;
    private final GenerationStore generations;
    private final AdmissionRules rules;
    private final TaskTimes times;
    private final Clock clock;
    /**
     * Separate timers: those of Vert.x end with the HTTP server that set them, and Mutiny's stop at shutdown. A retry
     * would then wait forever while the shutdown waits for it.
     */
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(AcceptedTasks::thread);

    private final Map<UUID, String> unwritten = new ConcurrentHashMap<>();

    AcceptedTasks(
            SubmissionStore submissions,
            GenerationStore generations,
            AdmissionRules rules,
            TaskTimes times,
            Clock clock) {
        this.submissions = submissions;
        this.generations = generations;
        this.rules = rules;
        this.times = times;
        this.clock = clock;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "accepted-tasks");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        timers.shutdownNow();
    }

    /** Whether the ledger stores the ids of new tasks, as far as is known. */
    boolean keepUp() {
        return unwritten.size() < MOST_UNWRITTEN;
    }

    /** The generation once the ledger has answered, or after the longest wait for a result or a callback. */
    Uni<Generation> write(Generation attempt, String taskId) {
        unwritten.put(attempt.id(), taskId);
        return written(attempt, taskId, clock.instant())
                .onFailure()
                .invoke(failure -> givenUp(attempt.id(), taskId))
                .onTermination()
                .invoke(() -> unwritten.remove(attempt.id()));
    }

    /** Once the lease has run out the id is logged: if this process dies, the log is the only place that has it. */
    private Uni<Generation> written(Generation attempt, String taskId, Instant taken) {
        Duration leased = Duration.between(taken, attempt.dueAt());
        return tried(attempt, taskId, taken, leased).onFailure().recoverWithUni(failure -> {
            LOG.warnf(
                    "generation %s: the lease has run out and task %s is still not in the ledger",
                    attempt.id(), taskId);
            return tried(attempt, taskId, taken, rules.longestWait());
        });
    }

    private Uni<Generation> tried(Generation attempt, String taskId, Instant taken, Duration patience) {
        Pauses pauses = new Pauses(timers, patience);
        return Uni.createFrom()
                .deferred(() -> submissions.submitted(
                        attempt, taskId, taken, times.firstPoll(attempt.model()), times.deadline(attempt.model())))
                .flatMap(row -> row == null
                        ? asItWentOn(attempt, taskId)
                        : Uni.createFrom().item(row))
                .onFailure()
                .retry()
                .when(failures -> failures.onItem().transformToUniAndConcatenate(pauses::after));
    }

    /** The row ended, was resubmitted or purged meanwhile; usually this task ended it. */
    private Uni<Generation> asItWentOn(Generation attempt, String taskId) {
        return generations.find(attempt.id()).invoke(row -> {
            if (row == null || !taskId.equals(row.taskId())) {
                LOG.warnf(
                        "generation %s moved on without task %s of attempt %d",
                        attempt.id(), taskId, attempt.attempts());
            }
        });
    }

    /** On shutdown, logs the tasks that are not in the ledger, so that an operator can attach them. */
    void giveUp() {
        unwritten.forEach(AcceptedTasks::givenUp);
    }

    private static void givenUp(UUID id, String taskId) {
        LOG.errorf(
                "generation %s: task %s is not in the ledger; POST /v1/generations/%1$s/task attaches it", id, taskId);
    }

    /** The pauses between retries, each up to twice as long as the one before, measured in elapsed time. */
    private static final class Pauses {
        private static final long FIRST_MILLIS = 200;
        private static final long LONGEST_MILLIS = 5_000;

        private final ScheduledExecutorService timers;
        private final long begun = System.nanoTime();
        private final long patience;
        private long next = FIRST_MILLIS;

        /** @param patience from now to the last try */
        Pauses(ScheduledExecutorService timers, Duration patience) {
            this.timers = timers;
            this.patience = patience.toNanos();
        }

        /** Emits after a pause, or fails with the given failure if no time is left for another try. */
        Uni<Boolean> after(Throwable failure) {
            long pause = ThreadLocalRandom.current().nextLong(next / 2, next) + 1;
            next = Math.min(LONGEST_MILLIS, 2 * next);
            return System.nanoTime() - begun + Duration.ofMillis(pause).toNanos() > patience
                    ? Uni.createFrom().failure(failure)
                    : Uni.createFrom()
                            .emitter(emitter ->
                                    timers.schedule(() -> emitter.complete(true), pause, TimeUnit.MILLISECONDS));
        }
    }
}
