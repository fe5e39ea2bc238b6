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

/** Asks once more for tasks that have reached their deadline, and ends them whatever the provider says, or does not say. */
@ApplicationScoped
class LastPolls {
    private static final int PLACES = 100;
    /** It was asked before: what takes longer than this now is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A replica that dies leaves its rows to the others after that: time to ask, and to write the end down. */
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

    /** As many as there is room for; the others are the next round's. */
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
