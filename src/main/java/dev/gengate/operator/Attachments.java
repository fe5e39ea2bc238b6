package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.generation.operations.Act;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.TaskTimes;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.submission.Generations;
import dev.gengate.submission.RequestReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Attaches a task to an unconfirmed generation if the provider confirms that it belongs to it. */
@ApplicationScoped
class Attachments {
    private static final String FIELD = "/taskId";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Generations generations;
    private final ReconcileStore reconcile;
    private final KieProvider provider;
    private final RequestReader reader;
    private final TaskTimes times;
    private final Clock clock;

    Attachments(
            Generations generations,
            ReconcileStore reconcile,
            KieProvider provider,
            RequestReader reader,
            TaskTimes times,
            Clock clock) {
        this.generations = generations;
        this.reconcile = reconcile;
        this.provider = provider;
        this.reader = reader;
        this.times = times;
        this.clock = clock;
    }

    Uni<Generation> attach(Caller caller, String id, byte[] body, String reason) {
        String taskId = reader.read(body, TaskResource.Task.class).taskId();
        if (taskId == null) {
            throw ProblemException.invalid(FIELD, "is required");
        }
        return generations
                .visible(caller, id)
                .invoke(Attachments::mustBeUnconfirmed)
                .call(row -> provider.origin(row.account(), taskId, row.id(), PATIENCE)
                        .invoke(Attachments::mustBeOurs))
                .flatMap(row -> attach(row, taskId, new Act(caller.name(), Act.ATTACH, null, reason, null)));
    }

    private Uni<Generation> attach(Generation row, String taskId, Act act) {
        Instant now = clock.instant();
        return reconcile
                .attach(row.id(), taskId, now, now.plus(times.deadline(row.model())), act)
                .onItem()
                .ifNull()
                .failWith(() -> notUnconfirmed(row));
    }

    private static void mustBeUnconfirmed(Generation row) {
        if (row.state() != GenerationState.UNCONFIRMED) {
            throw notUnconfirmed(row);
        }
    }

    private static ProblemException notUnconfirmed(Generation row) {
        return ProblemException.of(
                ProblemType.CONFLICT, "A task can be attached to an unconfirmed generation only.", row.id());
    }

    private static void mustBeOurs(TaskOrigin origin) {
        switch (origin) {
            case OURS -> {}
            case ANOTHERS ->
                throw ProblemException.invalid(
                        FIELD, "belongs to another request: its record names another callback URL");
            case UNKNOWN -> throw ProblemException.invalid(FIELD, "is not known to the provider");
            case UNAVAILABLE ->
                throw ProblemException.retryable(
                        ProblemType.UNAVAILABLE, "The provider cannot be asked about the task.", PATIENCE);
        }
    }
}
