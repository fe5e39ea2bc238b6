package dev.gengate.reconcile;

import dev.gengate.completion.CommitResult;
import dev.gengate.completion.Completions;
import dev.gengate.generation.Completion;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ReconcileConfig;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.generation.ledger.ReconcileStore;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.ProviderConfig;
import dev.gengate.provider.TaskReport;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Settles what stays silent: polls tasks that did not call back, ends what has passed its deadline, and takes leases
 * that ran out for lost answers. Any number of replicas share the work by claiming rows.
 */
@ApplicationScoped
class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final int LEASES = 100;
    /** Settled all at once, so that their lease need not be longer than one poll. */
    private static final int BATCH = 20;
    /** Over the longest poll: time to write its end down. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    private final ReconcileStore due;
    private final QueueStore queue;
    private final Completions completions;
    private final KieProvider provider;
    private final ReconcilePolicy policy;
    private final DeadlineConfig deadlines;
    /** A replica that dies leaves its rows to the others after that. */
    private final Duration lease;

    private final ReconcileMetrics metrics;
    private final GenerationTrace trace;
    private final Clock clock;

    Reconciliation(
            ReconcileStore due,
            QueueStore queue,
            Completions completions,
            KieProvider provider,
            ProviderConfig limits,
            ReconcileConfig config,
            DeadlineConfig deadlines,
            ReconcileMetrics metrics,
            GenerationTrace trace,
            Clock clock) {
        this.due = due;
        this.queue = queue;
        this.completions = completions;
        this.provider = provider;
        this.policy = new ReconcilePolicy(config.after());
        this.deadlines = deadlines;
        this.lease = limits.connectTimeout().plus(limits.readTimeout()).plus(LEASE_MARGIN);
        this.metrics = metrics;
        this.trace = trace;
        this.clock = clock;
    }

    /** One round: leases first, then what is due, until a batch comes back less than full. */
    Uni<Void> round() {
        return leases().chain(this::dueRows);
    }

    private Uni<Void> leases() {
        Instant now = clock.instant();
        return queue.leasesRunOut(now, now.plus(deadlines.confirmation()), LEASES)
                .invoke(rows -> rows.forEach(row -> metrics.count(Action.UNCONFIRMED)))
                .replaceWithVoid();
    }

    /** Repeated, not nested: a chain of batches would keep every one of them in the heap until the last. */
    private Uni<Void> dueRows() {
        return Uni.createFrom()
                .deferred(this::dueBatch)
                .repeat()
                .whilst(settled -> settled == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> dueBatch() {
        Instant now = clock.instant();
        return due.claimDue(now, now.plus(lease), BATCH).call(this::settleAll).map(List::size);
    }

    /** One bad row never stops the batch. */
    private Uni<Void> settleAll(List<Generation> rows) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUni(row -> settle(row)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(
                                "generation %s not reconciled: %s",
                                row.id(), failure.getClass().getSimpleName()))
                        .onFailure()
                        .recoverWithNull())
                .merge(BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> settle(Generation row) {
        return switch (policy.step(row)) {
            case POLL -> poll(row);
            case FAIL_UNCONFIRMED -> end(row, Outcome.unconfirmed());
            case EXPIRE -> end(row, Outcome.expired());
            case LEAVE -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> poll(Generation row) {
        metrics.count(Action.POLLED);
        return trace.step("recordInfo", row, () -> provider.task(row.taskId()))
                .flatMap(report -> report instanceof TaskReport.Finished finished
                        ? complete(row, finished.outcome())
                        : stillSilent(row, report));
    }

    private Uni<Void> complete(Generation row, Outcome outcome) {
        metrics.count(Action.SETTLED);
        return completions
                .complete(Completion.of(row.id(), outcome, ResolvedBy.POLL))
                .replaceWithVoid();
    }

    /** Running, not there yet, unreadable or unavailable: all of them say nothing about the end. */
    private Uni<Void> stillSilent(Generation row, TaskReport report) {
        Instant now = clock.instant();
        if (policy.expired(row, now)) {
            return end(row, Outcome.expired());
        }
        metrics.count(Action.RESCHEDULED);
        return due.pollAt(row.id(), policy.nextPoll(row, report, now), policy.counts(report));
    }

    /** Unless it went on meanwhile: sent, confirmed or resubmitted, it has another deadline. */
    private Uni<Void> end(Generation row, Outcome outcome) {
        return completions
                .complete(Completion.of(row, outcome, ResolvedBy.DEADLINE))
                .invoke(this::countEnd)
                .replaceWithVoid();
    }

    private void countEnd(CommitResult settlement) {
        if (settlement.verdict() == CommitResult.Verdict.COMPLETED) {
            metrics.count(Action.EXPIRED);
        }
    }
}
