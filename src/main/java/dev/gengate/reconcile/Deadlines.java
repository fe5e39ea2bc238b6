package dev.gengate.reconcile;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Ends generations that have reached their deadline and have no task to poll: queued and unconfirmed ones. */
@ApplicationScoped
class Deadlines {
    private static final int BATCH = 100;
    private static final int MOST_BATCHES = 20;
    /** The other replicas take a dead replica's rows after this time: several times that of a commit. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final ReconcileStore due;
    private final Endings endings;
    private final Clock clock;

    Deadlines(ReconcileStore due, Endings endings, Clock clock) {
        this.due = due;
        this.endings = endings;
        this.clock = clock;
    }

    /** Runs until a batch is not full. */
    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        Instant now = clock.instant();
        return due.claimEnds(now, now.plus(LEASE), BATCH).call(this::endAll).map(rows -> rows.size() == BATCH);
    }

    /** All at once, because they commit together. */
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
