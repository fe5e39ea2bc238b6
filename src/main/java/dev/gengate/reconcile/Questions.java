package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Asks the provider about tasks, each question by itself: one without an answer takes its own place and delays no
 * other. The places of each account are its own. Commits an end that the provider reports.
 */
final class Questions {
    /** Questions about tasks of one account in flight at one time. */
    static final int PLACES = 100;

    private static final Logger LOG = Logger.getLogger(Questions.class);

    private final KieProvider provider;
    private final Completions completions;
    private final GenerationTrace trace;
    private final ReconcileMetrics metrics;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    Questions(KieProvider provider, Completions completions, GenerationTrace trace, ReconcileMetrics metrics) {
        this.provider = provider;
        this.completions = completions;
        this.trace = trace;
        this.metrics = metrics;
    }

    /** The accounts about whose tasks no more may be asked now. */
    String[] full() {
        return underWay.entrySet().stream()
                .filter(account -> account.getValue() >= PLACES)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    /** How many questions may be asked now, whichever of the other accounts they are about. */
    int room() {
        return underWay.values().stream()
                .mapToInt(taken -> PLACES - taken)
                .filter(left -> left > 0)
                .min()
                .orElse(PLACES);
    }

    /**
     * Asks about a task, without waiting for the answer.
     *
     * @param patience longest wait for the answer
     * @param silent what to do if the provider reports no end
     */
    void ask(Generation row, Duration patience, BiFunction<Generation, TaskReport, Uni<Void>> silent) {
        String account = Objects.requireNonNullElse(row.account(), ProviderAccounts.DEFAULT);
        underWay.merge(account, 1, Integer::sum);
        Uni.createFrom()
                .deferred(() -> answer(row, patience))
                .flatMap(report -> report instanceof TaskReport.Finished finished
                        ? complete(row, finished.outcome())
                        : silent.apply(row, report))
                .onTermination()
                .invoke(() -> underWay.computeIfPresent(account, (same, taken) -> taken == 1 ? null : taken - 1))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "generation %s could not be reconciled, will retry: %s",
                                row.id(), failure.getClass().getSimpleName()));
    }

    private Uni<TaskReport> answer(Generation row, Duration patience) {
        metrics.count(Action.POLLED);
        return trace.step("recordInfo", row, () -> provider.task(row.account(), row.model(), row.taskId(), patience));
    }

    private Uni<Void> complete(Generation row, Outcome outcome) {
        metrics.count(Action.SETTLED);
        return completions
                .complete(Completion.of(row.id(), outcome, ResolvedBy.POLL))
                .replaceWithVoid();
    }
}
