package dev.gengate.callback;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.provider.answer.TaskReport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Asks the provider about the task that a callback names. One that the ledger does not know is the generation's only if
 * the provider's own record of it says so: who has a leaked callback URL can name any task.
 */
@ApplicationScoped
class ReadBack {
    /** Together with a commit, well within the 15 s after which the provider gives up. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private final KieProvider provider;
    private final GenerationStore generations;

    ReadBack(KieProvider provider, GenerationStore generations) {
        this.provider = provider;
        this.generations = generations;
    }

    /** What the provider says of the task; empty if it is another generation's. Fails while the provider says nothing. */
    Uni<Optional<TaskReport>> told(UUID id, String taskId) {
        return ofOwn(id, taskId, (account, model) -> provider.task(account, model, taskId)
                .map(report -> {
                    if (report instanceof TaskReport.Unavailable) {
                        throw new NotReadBackException();
                    }
                    return Optional.of(report);
                }));
    }

    /** The task if it is this generation's, else empty. Fails while nobody knows. */
    Uni<Optional<String>> own(UUID id, String taskId) {
        return ofOwn(id, taskId, (account, model) -> Uni.createFrom().item(Optional.of(taskId)));
    }

    private <T> Uni<Optional<T>> ofOwn(UUID id, String taskId, BiFunction<String, String, Uni<Optional<T>>> whenOwn) {
        return generations
                .find(id)
                .flatMap(row -> origin(row, id, taskId).flatMap(origin -> whose(origin, row, whenOwn)))
                .ifNoItem()
                .after(LONGEST)
                .failWith(NotReadBackException::new);
    }

    private <T> Uni<Optional<T>> whose(
            TaskOrigin origin, Generation row, BiFunction<String, String, Uni<Optional<T>>> whenOwn) {
        return switch (origin) {
            case OURS -> whenOwn.apply(account(row), row == null ? null : row.model());
            case ANOTHERS -> Uni.createFrom().item(Optional.empty());
            case UNKNOWN, UNAVAILABLE -> Uni.createFrom().failure(new NotReadBackException());
        };
    }

    private Uni<TaskOrigin> origin(Generation row, UUID id, String taskId) {
        return row == null || row.taskId() != null
                ? Uni.createFrom().item(TaskOrigin.OURS)
                : provider.origin(account(row), taskId, id, LONGEST);
    }

    /** That which has the task: the row knows which, where there are several. */
    private String account(Generation row) {
        return provider.only().orElse(row == null ? null : row.account());
    }
}
