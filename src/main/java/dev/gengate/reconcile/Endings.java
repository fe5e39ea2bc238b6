package dev.gengate.reconcile;

import dev.gengate.completion.CommitResult;
import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ends a generation at its deadline. */
@ApplicationScoped
class Endings {
    private static final Logger LOG = Logger.getLogger(Endings.class);

    private final Completions completions;
    private final ReconcileMetrics metrics;

    Endings(Completions completions, ReconcileMetrics metrics) {
        this.completions = completions;
        this.metrics = metrics;
    }

    /**
     * Ends the row unless it has moved on: a row that was sent, confirmed or resubmitted has another deadline. Never fails,
     * so that one bad row does not stop the others; the row is retried when its lease has expired.
     */
    Uni<Void> end(Generation row, Outcome outcome) {
        return completions
                .complete(Completion.of(row, outcome, ResolvedBy.DEADLINE))
                .invoke(this::count)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "generation %s could not be ended, will retry: %s",
                        row.id(), failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void count(CommitResult result) {
        if (result.verdict() == CommitResult.Verdict.COMPLETED) {
            metrics.count(Action.EXPIRED);
        }
    }
}
