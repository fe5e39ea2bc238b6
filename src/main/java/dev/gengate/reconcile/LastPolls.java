package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.provider.KieProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Polls tasks that have reached their deadline once more, and ends them whether or not the provider answers. */
@ApplicationScoped
class LastPolls {
    private static final int PLACES = 100;
    /** The task was polled before, so a longer answer is not awaited. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The other replicas take a dead replica's rows after this time: enough to ask, and to record the end. */
    private static final Duration LEASE = Duration.ofSeconds(25);

    private final ReconcileStore due;
    private final Questions questions;
    private final Endings endings;
    private final Clock clock;

    LastPolls(
            ReconcileStore due,
            Endings endings,
            Completions completions,
            KieProvider provider,
            ReconcileMetrics metrics,
            GenerationTrace trace,
            Clock clock) {
        this.due = due;
        this.questions = new Questions(provider, completions, trace, metrics, PLACES);
        this.endings = endings;
        this.clock = clock;
    }

    /** Takes as many as there is room for; the next round takes the others. */
    Uni<Void> round() {
        int room = questions.room();
        if (room <= 0) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return due.claimLastPolls(now, now.plus(LEASE), room)
                .invoke(rows -> rows.forEach(row ->
                        questions.ask(row, PATIENCE, (silent, report) -> endings.end(silent, Outcome.expired()))))
                .replaceWithVoid();
    }
}
