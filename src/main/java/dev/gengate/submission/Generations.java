package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.completion.CommitResult;
import dev.gengate.completion.CompletionWaiters;
import dev.gengate.completion.Completions;
import dev.gengate.generation.CanonicalId;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.operations.Act;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The generations that a caller may see, wait for and cancel. Another caller's generation looks like one that never existed. */
@ApplicationScoped
public class Generations {
    private final GenerationStore store;
    private final Completions completions;
    private final CompletionWaiters waiters;
    private final Clock clock;

    Generations(GenerationStore store, Completions completions, CompletionWaiters waiters, Clock clock) {
        this.store = store;
        this.completions = completions;
        this.waiters = waiters;
        this.clock = clock;
    }

    public Uni<Generation> visible(Caller caller, String id) {
        return CanonicalId.of(id)
                .map(store::read)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .map(row -> {
                    if (!caller.maySee(row)) {
                        throw ProblemException.of(ProblemType.NOT_FOUND, "There is no generation with this id.");
                    }
                    return row;
                });
    }

    /** A visible generation that has an event: it has ended, and its content is still there. */
    public Uni<Generation> withEvent(Caller caller, String id) {
        return visible(caller, id).invoke(row -> {
            if (!row.state().terminal()) {
                throw ProblemException.of(
                        ProblemType.CONFLICT, "The generation has not ended, so it has no event.", row.id());
            }
            if (row.erased()) {
                throw ProblemException.of(ProblemType.CONFLICT, "The generation's content was erased.", row.id());
            }
        });
    }

    /** The generation once it has ended, if that happens by then; otherwise as it is. */
    Uni<Generation> ended(Generation row, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero() || row.state().terminal()) {
            return Uni.createFrom().item(row);
        }
        return waiters.await(row.id(), left)
                .flatMap(ended -> ended == null ? now(row) : Uni.createFrom().item(ended));
    }

    /** The current row; the given one if it was purged meanwhile. */
    private Uni<Generation> now(Generation row) {
        return store.read(row.id()).map(now -> now == null ? row : now);
    }

    /** The cancelled generation; asked for again, since an answer may be lost, it is the same. */
    Uni<Generation> cancel(Caller caller, String id, String reason) {
        return visible(caller, id).flatMap(row -> switch (row.state()) {
            case CANCELLED -> Uni.createFrom().item(row);
            case QUEUED ->
                completions
                        .complete(Completion.cancelled(row.id(), act(caller, row, Act.CANCEL, reason)))
                        .map(Generations::cancelled);
            default -> Uni.createFrom().failure(notQueued(row));
        });
    }

    /** What the audit is told: all that operators do. Null for what a caller does to its own. */
    public static Act act(Caller caller, Generation row, String action, String reason) {
        return caller.operator() || !caller.name().equals(row.caller())
                ? new Act(caller.name(), action, row.id().toString(), reason, null)
                : null;
    }

    private static Generation cancelled(CommitResult result) {
        Generation row = result.generation();
        if (row.state() != GenerationState.CANCELLED) {
            throw notQueued(row);
        }
        return row;
    }

    private static ProblemException notQueued(Generation row) {
        return ProblemException.of(
                ProblemType.CONFLICT,
                "Only a queued generation can be cancelled; this one is "
                        + row.state().wireName() + ".",
                row.id());
    }
}
