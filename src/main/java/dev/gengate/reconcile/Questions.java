package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.outbox.topic.InFlight;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Asks the provider about tasks, each question by itself: one without an answer takes its own place and delays no
 * other. Commits an end that the provider reports.
 */
final class Questions {
    private static final Logger LOG = Logger.getLogger(Questions.class);

    private final KieProvider provider;
    private final Completions completions;
    private final GenerationTrace trace;
    private final ReconcileMetrics metrics;
    private final int places;
    private final InFlight underWay = new InFlight();

    /** @param places questions in flight at one time */
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

    /** How many questions may be asked now. */
    int room() {
        return places - underWay.count();
    }

    /**
     * Asks about a task, without waiting for the answer.
     *
     * @param patience longest wait for the answer
     * @param silent what to do if the provider reports no end
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
                                "generation %s could not be reconciled, will retry: %s",
                                row.id(), failure.getClass().getSimpleName()));
    }

    private Uni<TaskReport> answer(Generation row, Duration patience) {
        metrics.count(Action.POLLED);
        return trace.step("recordInfo", row, () -> provider.task(row.account(), row.taskId(), patience));
    }

    private Uni<Void> complete(Generation row, Outcome outcome) {
        metrics.count(Action.SETTLED);
        return completions
                .complete(Completion.of(row.id(), outcome, ResolvedBy.POLL))
                .replaceWithVoid();
    }
}
