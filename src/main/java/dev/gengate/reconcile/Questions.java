package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.outbox.InFlight;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.TaskReport;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Questions to the provider about tasks, each by itself: one that stays without an answer takes its own place and holds
 * up no other. An end that the provider knows is committed.
 */
final class Questions {
    private static final Logger LOG = Logger.getLogger(Questions.class);

    private final KieProvider provider;
    private final Completions completions;
    private final GenerationTrace trace;
    private final ReconcileMetrics metrics;
    private final int places;
    private final InFlight underWay = new InFlight();

    /** @param places questions under way at one time */
    Questions(
            KieProvider provider,
            Completions completions,
            GenerationTrace trace,
            ReconcileMetrics metrics,
            int places) {
        this.provider = provider;
        this.completions = completions;
        this.trace = trace;
        this.metrics = metrics;
        this.places = places;
    }

    /** How many may be asked now. */
    int room() {
        return places - underWay.count();
    }

    /**
     * Asks about a task; nobody waits for the answer.
     *
     * @param patience longest wait for it
     * @param silent what to do when the provider does not know the end
     */
    void ask(Generation row, Duration patience, BiFunction<Generation, TaskReport, Uni<Void>> silent) {
        underWay.begin();
        Uni.createFrom()
                .deferred(() -> answer(row, patience))
                .flatMap(report -> report instanceof TaskReport.Finished finished
                        ? complete(row, finished.outcome())
                        : silent.apply(row, report))
                .onTermination()
                .invoke(underWay::end)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "generation %s not reconciled: %s",
                                row.id(), failure.getClass().getSimpleName()));
    }

    private Uni<TaskReport> answer(Generation row, Duration patience) {
        metrics.count(Action.POLLED);
        return trace.step("recordInfo", row, () -> provider.task(row.taskId(), patience));
    }

    private Uni<Void> complete(Generation row, Outcome outcome) {
        metrics.count(Action.SETTLED);
        return completions
                .complete(Completion.of(row.id(), outcome, ResolvedBy.POLL))
                .replaceWithVoid();
    }
}
