package dev.gengate.reconcile;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ledger.ReconcileStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Ends what has reached its deadline and has no task to ask for: what is queued and what is unconfirmed. */
@ApplicationScoped
class Deadlines {
    private static final int BATCH = 100;
    private static final int MOST_BATCHES = 20;
    /** A replica that dies leaves its rows to the others after that: several times what a commit may take. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final ReconcileStore due;
    private final Endings endings;
    private final Clock clock;

    Deadlines(ReconcileStore due, Endings endings, Clock clock) {
        this.due = due;
        this.endings = endings;
        this.clock = clock;
    }

    /** Until a batch comes back less than full. */
    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        Instant now = clock.instant();
        return due.claimEnds(now, now.plus(LEASE), BATCH).call(this::endAll).map(rows -> rows.size() == BATCH);
    }

    /** All at once, for they commit together. */
    private Uni<Void> endAll(List<Generation> rows) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUni(row -> endings.end(row, outcome(row)))
                .merge(BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Outcome outcome(Generation row) {
        return row.state() == GenerationState.UNCONFIRMED ? Outcome.unconfirmed() : Outcome.expired();
    }
}
