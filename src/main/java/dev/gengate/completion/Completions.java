package dev.gengate.completion;

import dev.gengate.completion.CommitResult.Verdict;
import dev.gengate.custody.Custody;
import dev.gengate.database.MicroBatch;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Reservation;
import dev.gengate.generation.ledger.CommittedOutcomes;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.OutcomeStore;
import dev.gengate.models.PriceMetrics;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.outbox.OutboxAcknowledger;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.OutboxRelay;
import dev.gengate.schedule.AfterResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The only way to a terminal state, for callbacks, polls, refusals, deadlines and cancellations alike: first the
 * guarded commit, then the event. Outcomes that arrive together commit together.
 */
@ApplicationScoped
public class Completions {
    private static final int MOST_WAITING = 20_000;

    private final OutcomeStore outcomes;
    private final GenerationStore generations;
    private final OutboxPublisher publisher;
    private final OutboxAcknowledger acknowledger;
    private final OutboxRelay relay;
    private final Custody custody;
    private final CompletionWaiters waiters;
    private final CompletionMetrics metrics;
    private final PriceMetrics prices;
    private final GenerationTrace trace;
    private final Clock clock;
    private final MicroBatch<Completion, Generation> commits;

    Completions(
            OutcomeStore outcomes,
            GenerationStore generations,
            OutboxPublisher publisher,
            OutboxAcknowledger acknowledger,
            OutboxRelay relay,
            Custody custody,
            CompletionWaiters waiters,
            CompletionMetrics metrics,
            PriceMetrics prices,
            GenerationTrace trace,
            Clock clock,
            Vertx vertx) {
        this.outcomes = outcomes;
        this.generations = generations;
        this.publisher = publisher;
        this.acknowledger = acknowledger;
        this.relay = relay;
        this.custody = custody;
        this.waiters = waiters;
        this.metrics = metrics;
        this.prices = prices;
        this.trace = trace;
        this.clock = clock;
        this.commits = new MicroBatch<>(vertx, MOST_WAITING, this::commit);
    }

    /** Commits an outcome, or tells why it does not apply. Fails only when nothing could be made durable. */
    public Uni<CommitResult> complete(Completion completion) {
        return commits.submit(completion)
                .flatMap(row ->
                        row == null ? explain(completion) : Uni.createFrom().item(completed(row)));
    }

    /**
     * One statement for all. A second outcome for the same row in a batch finds the row ended and is explained as such.
     */
    private Uni<List<Generation>> commit(List<Completion> completions) {
        // in the order of their ids, so that two replicas with the same ones do not deadlock
        Map<UUID, Completion> distinct = new TreeMap<>();
        completions.forEach(completion -> distinct.putIfAbsent(completion.id(), completion));
        return commit(distinct.values()).map(rows -> inOrder(completions, distinct, rows));
    }

    private Uni<List<Generation>> commit(Collection<Completion> distinct) {
        Instant now = clock.instant();
        List<Long> taken = acknowledger.take();
        CustodyStore.Terms terms = custody.terms(now);
        return outcomes.complete(List.copyOf(distinct), taken, now, publisher.leaseFrom(now), terms)
                .invoke(committed -> acknowledger.written(taken))
                .invoke(committed -> AfterResponse.run(() -> publish(committed)))
                .invoke(committed -> AfterResponse.run(() -> custody.take(committed.rows(), terms)))
                .map(CommittedOutcomes::rows)
                .onFailure()
                .invoke(failure -> acknowledger.failed(taken));
    }

    private static List<Generation> inOrder(
            List<Completion> completions, Map<UUID, Completion> distinct, List<Generation> rows) {
        Map<UUID, Generation> committed = new HashMap<>();
        rows.forEach(row -> committed.put(row.id(), row));
        List<Generation> answers = new ArrayList<>(completions.size());
        for (Completion completion : completions) {
            boolean first = distinct.get(completion.id()) == completion;
            answers.add(first ? committed.get(completion.id()) : null);
        }
        return answers;
    }

    private CommitResult completed(Generation row) {
        metrics.completed(row);
        if (row.state() == GenerationState.SUCCEEDED) {
            Reservation known = row.reservation();
            prices.billed(row.model(), known.from(), known.price(), row.creditsConsumed());
        }
        trace.ended(row);
        waiters.ended(row);
        return new CommitResult(Verdict.COMPLETED, row);
    }

    private void publish(CommittedOutcomes committed) {
        if (committed.entry() == null) {
            return;
        }
        if (committed.entry().lease().held()) {
            publisher.publishDirectly(committed.told());
        } else {
            relay.sweep();
        }
    }

    private Uni<CommitResult> explain(Completion completion) {
        return generations.find(completion.id()).flatMap(row -> {
            CommitResult result = new CommitResult(verdict(completion, row), row);
            return result.verdict() == Verdict.LATE || ofAnotherTask(completion, row)
                    ? outcomes.keepLate(completion, clock.instant()).replaceWith(result)
                    : Uni.createFrom().item(result);
        });
    }

    /** Which may be a task of its own too, where it was sent again. */
    private static boolean ofAnotherTask(Completion completion, Generation row) {
        String taskId = completion.outcome().taskId();
        return row != null && row.taskId() != null && taskId != null && !taskId.equals(row.taskId());
    }

    private static Verdict verdict(Completion completion, Generation row) {
        if (row == null) {
            return Verdict.UNKNOWN;
        }
        if (!row.state().terminal()) {
            return Verdict.OTHER_TASK;
        }
        String taskId = completion.outcome().taskId();
        boolean sameTask = taskId == null || taskId.equals(row.taskId());
        return sameTask && row.state() == completion.outcome().state() ? Verdict.DUPLICATE : Verdict.LATE;
    }
}
