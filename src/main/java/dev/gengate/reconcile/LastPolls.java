package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Polls tasks that have reached their deadline once more, and ends those that have not ended. Where the provider does not
 * say, it is asked again for a while: what ended in time is paid for, and one failed answer must not lose it.
 */
@ApplicationScoped
class LastPolls {
    private static final int MOST_BATCHES = 10;
    /** The task was polled before, so a longer answer is not awaited. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The other replicas take a dead replica's rows after this time: enough to ask, and to record the end. */
    private static final Duration LEASE = Duration.ofSeconds(25);

    private static final int POLLS_IN_GRACE = 20;
    private static final Duration SOONEST = Duration.ofSeconds(5);

    private final ReconcileStore due;
    private final Questions questions;
    private final Endings endings;
    private final Duration grace;
    private final Clock clock;

    LastPolls(
            ReconcileStore due,
            Endings endings,
            Completions completions,
            KieProvider provider,
            ReconcileMetrics metrics,
            GenerationTrace trace,
            DeadlineConfig deadlines,
            Clock clock) {
        this.due = due;
        this.questions = new Questions(provider, completions, trace, metrics);
        this.endings = endings;
        this.grace = DeadlineConfig.grace(deadlines);
        this.clock = clock;
    }

    /** Takes as many as there is room for; the next round takes the others. */
    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        int room = questions.room();
        Instant now = clock.instant();
        return due.claimLastPolls(now, now.plus(LEASE), room, questions.full())
                .invoke(rows -> rows.forEach(row -> questions.ask(row, PATIENCE, this::endOrAskAgain)))
                .map(rows -> rows.size() == room);
    }

    private Uni<Void> endOrAskAgain(Generation row, TaskReport report) {
        Instant now = clock.instant();
        if (report instanceof TaskReport.Running || now.isAfter(row.deadlineAt().plus(grace))) {
            return endings.end(row, Outcome.expired());
        }
        Duration pause = grace.dividedBy(POLLS_IN_GRACE);
        return due.pollAt(row, now.plus(pause.compareTo(SOONEST) > 0 ? pause : SOONEST), true);
    }
}
