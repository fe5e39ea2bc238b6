package dev.gengate.reconcile;

import dev.gengate.completion.Completions;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ReconcileConfig;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.models.Catalogue;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.ProviderConfig;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Polls tasks that did not call back, repeatedly until their deadline; {@link LastPolls} handles those past it. */
@ApplicationScoped
class Polls {
    private static final int BATCH = 20;
    private static final int MOST_BATCHES = 100;
    /** Added to the longest poll: time to record its end. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);
    /** The shortest time limit, for a task claimed just before its deadline. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** Time until there may be room again. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final ReconcileStore due;
    private final Questions questions;
    private final ReconcilePolicy policy;
    private final Duration longest;
    private final ReconcileMetrics metrics;
    private final Clock clock;

    Polls(
            ReconcileStore due,
            Completions completions,
            KieProvider provider,
            ProviderConfig limits,
            ReconcileConfig config,
            Catalogue models,
            ReconcileMetrics metrics,
            GenerationTrace trace,
            Clock clock) {
        this.due = due;
        this.questions = new Questions(provider, completions, trace, metrics);
        this.policy = new ReconcilePolicy(config.after(), models);
        this.longest = limits.connectTimeout().plus(limits.readTimeout());
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Starts the due polls; a poll waits for others' answers only while all places of its account are taken. */
    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        String[] full = questions.full();
        int most = Math.min(BATCH, questions.room());
        Instant now = clock.instant();
        // the other replicas take a dead replica's rows after that
        return due.claimPolls(now, now.plus(longest).plus(LEASE_MARGIN), most, full)
                .invoke(rows -> rows.forEach(row -> questions.ask(row, patience(row, now), this::askLater)))
                .flatMap(rows -> again(rows.size() == most, full.length > 0));
    }

    /** What is due of an account that has no place left is looked for again in this round. */
    private static Uni<Boolean> again(boolean more, boolean full) {
        return more || !full
                ? Uni.createFrom().item(more)
                : Uni.createFrom().item(true).onItem().delayIt().by(MOMENT);
    }

    /** Ends close to the task's deadline, which others handle. */
    private Duration patience(Generation row, Instant now) {
        Duration left = Duration.between(now, row.deadlineAt());
        if (left.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return left.compareTo(longest) < 0 ? left : longest;
    }

    /** Running, not there yet, unreadable or unavailable: none of these reports an end. */
    private Uni<Void> askLater(Generation row, TaskReport report) {
        metrics.count(Action.RESCHEDULED);
        return due.pollAt(row, policy.nextPoll(row, report, clock.instant()), policy.counts(report));
    }
}
