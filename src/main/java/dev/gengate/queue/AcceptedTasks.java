package dev.gengate.queue;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.SubmissionStore;
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
import org.jboss.logging.Logger;

/**
 * Tasks that the provider has made, until the ledger has their ids: without its id nobody can ask for what was paid. An
 * outage of the ledger may outlast the lease by far, and the id still counts when it is over.
 */
@ApplicationScoped
class AcceptedTasks {
    private static final Logger LOG = Logger.getLogger(AcceptedTasks.class);
    /** With so many ids that cannot be written, no more is paid for; several times what is under way at one time. */
    private static final int MOST_UNWRITTEN = 2_000;

    private final SubmissionStore submissions;
    private final GenerationStore generations;
    private final AdmissionRules rules;
    private final Clock clock;
    /**
     * Of its own: those of Vert.x end with the HTTP server that they were set from, and Mutiny's stand still once the
     * application is told to end. What is tried again would wait for ever while the end waits for it.
     */
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(AcceptedTasks::thread);

    private final Map<UUID, String> unwritten = new ConcurrentHashMap<>();

    AcceptedTasks(SubmissionStore submissions, GenerationStore generations, AdmissionRules rules, Clock clock) {
        this.submissions = submissions;
        this.generations = generations;
        this.rules = rules;
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

    /** Whether the ledger takes the ids of tasks that are made, as far as is known. */
    boolean keepUp() {
        return unwritten.size() < MOST_UNWRITTEN;
    }

    /** The generation once the ledger has answered, or after the longest time that a result is waited for. */
    Uni<Generation> write(Generation attempt, String taskId) {
        unwritten.put(attempt.id(), taskId);
        return written(attempt, taskId, clock.instant())
                .onFailure()
                .invoke(failure -> givenUp(attempt.id(), taskId))
                .onTermination()
                .invoke(() -> unwritten.remove(attempt.id()));
    }

    /** Once the lease has run out the id is worth a line of log: should this process die, that is where it is. */
    private Uni<Generation> written(Generation attempt, String taskId, Instant taken) {
        Duration leased = Duration.between(taken, attempt.dueAt());
        return tried(attempt, taskId, taken, leased).onFailure().recoverWithUni(failure -> {
            LOG.warnf("generation %s: task %s is not written down yet, its lease has run out", attempt.id(), taskId);
            return tried(attempt, taskId, taken, rules.resultDeadline());
        });
    }

    private Uni<Generation> tried(Generation attempt, String taskId, Instant taken, Duration patience) {
        Pauses pauses = new Pauses(timers, patience);
        return Uni.createFrom()
                .deferred(() -> submissions.submitted(attempt, taskId, taken))
                .flatMap(row -> row == null
                        ? asItWentOn(attempt, taskId)
                        : Uni.createFrom().item(row))
                .onFailure()
                .retry()
                .when(failures -> failures.onItem().transformToUniAndConcatenate(pauses::after));
    }

    /** Ended, resubmitted or purged meanwhile: by this task, as a rule. */
    private Uni<Generation> asItWentOn(Generation attempt, String taskId) {
        return generations.find(attempt.id()).invoke(row -> {
            if (row == null || !taskId.equals(row.taskId())) {
                LOG.warnf(
                        "generation %s went on without task %s of attempt %d",
                        attempt.id(), taskId, attempt.attempts());
            }
        });
    }

    /** The process ends: what it still knows of is named, so that an operator can attach it. */
    void giveUp() {
        unwritten.forEach(AcceptedTasks::givenUp);
    }

    private static void givenUp(UUID id, String taskId) {
        LOG.errorf(
                "generation %s: task %s is not written down; POST /v1/generations/%1$s/task attaches it", id, taskId);
    }
}
