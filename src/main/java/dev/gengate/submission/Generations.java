package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.completion.CommitResult;
import dev.gengate.completion.CommitResult.Verdict;
import dev.gengate.completion.CompletionWaiters;
import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.ledger.GenerationQuery;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.models.input.WellFormed;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The generations that a caller may see, wait for and cancel. Another caller's generation looks like one that never existed. */
@ApplicationScoped
public class Generations {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

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
        return canonical(id)
                .map(store::read)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .map(row -> {
                    if (!caller.maySee(row)) {
                        throw ProblemException.of(ProblemType.NOT_FOUND, "There is no generation with this id.");
                    }
                    return row;
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

    Uni<GenerationPage> page(Caller caller, String state, String correlationId, String limit, String cursor) {
        int most = limit == null ? DEFAULT_LIMIT : limit(limit);
        GenerationQuery query = new GenerationQuery(
                caller.operator() ? null : caller.name(),
                state == null ? null : state(state),
                correlationId == null ? null : correlation(correlationId),
                cursor == null ? null : cursor(cursor),
                most + 1);
        return store.list(query).map(rows -> page(rows, most));
    }

    Uni<Generation> cancel(Caller caller, String id) {
        return visible(caller, id)
                .flatMap(row -> row.state() == GenerationState.QUEUED
                        ? completions
                                .complete(Completion.of(row.id(), Outcome.cancelled(), ResolvedBy.CALLER))
                                .map(Generations::cancelled)
                        : Uni.createFrom().failure(notQueued(row.id())));
    }

    private static Generation cancelled(CommitResult settlement) {
        if (settlement.verdict() != Verdict.COMPLETED) {
            throw notQueued(settlement.generation().id());
        }
        return settlement.generation();
    }

    private static ProblemException notQueued(UUID id) {
        return ProblemException.of(ProblemType.CONFLICT, "Only a queued generation can be cancelled.", id);
    }

    private static GenerationPage page(List<Generation> rows, int most) {
        List<Generation> shown = rows.subList(0, Math.min(rows.size(), most));
        String next = rows.size() > most ? Cursor.of(shown.get(most - 1).id()) : null;
        return new GenerationPage(shown.stream().map(GenerationView::of).toList(), next);
    }

    private static int limit(String limit) {
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw ProblemException.invalid("query/limit", "must be an integer from 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    private static GenerationState state(String state) {
        return GenerationState.ofWireName(state)
                .orElseThrow(() -> ProblemException.invalid("query/state", "is not the state of a generation"));
    }

    private static String correlation(String correlationId) {
        if (!new WellFormed.Validator().isValid(correlationId, null)) {
            throw ProblemException.invalid("query/correlationId", "must not contain NUL or an unpaired surrogate");
        }
        return correlationId;
    }

    private static UUID cursor(String cursor) {
        return Cursor.parse(cursor)
                .orElseThrow(() -> ProblemException.invalid("query/cursor", "is not the cursor of a page"));
    }

    /** The id in a path, if it is written in the gateway's format. */
    public static Optional<UUID> canonical(String id) {
        boolean canonical = id.matches("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
        return canonical ? Optional.of(UUID.fromString(id)) : Optional.empty();
    }
}
