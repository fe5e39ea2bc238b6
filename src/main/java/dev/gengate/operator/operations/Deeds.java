package dev.gengate.operator.operations;

import dev.gengate.completion.CommitResult.Verdict;
import dev.gengate.completion.Completions;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.generation.operations.Operation;
import dev.gengate.generation.operations.OperationStore;
import dev.gengate.operator.operations.Order.Action;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.Publication;
import dev.gengate.queue.Dispatcher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What an operation does to the generations of one step. */
@ApplicationScoped
class Deeds {
    /** Statements of their own, one after the other, well within the lease of a step. */
    private static final int RESUBMITTED_AT_ONCE = 50;

    private final OutboxPublisher publisher;
    private final Completions completions;
    private final QueueStore queue;
    private final CustodyStore custody;
    private final OperationStore operations;
    private final AuditStore audit;
    private final Dispatcher dispatcher;
    private final AdmissionRules rules;
    private final Clock clock;

    Deeds(
            OutboxPublisher publisher,
            Completions completions,
            QueueStore queue,
            CustodyStore custody,
            OperationStore operations,
            AuditStore audit,
            Dispatcher dispatcher,
            AdmissionRules rules,
            Clock clock) {
        this.publisher = publisher;
        this.completions = completions;
        this.queue = queue;
        this.custody = custody;
        this.operations = operations;
        this.audit = audit;
        this.dispatcher = dispatcher;
        this.rules = rules;
        this.clock = clock;
    }

    /** How many it was done to, and how many not. */
    record Done(long done, long skipped) {
        static Done of(List<Boolean> each) {
            long done = each.stream().filter(one -> one).count();
            return new Done(done, each.size() - done);
        }
    }

    int atOnce(Action action, int rate) {
        return action == Action.RESUBMIT ? Math.min(rate, RESUBMITTED_AT_ONCE) : rate;
    }

    Uni<Done> of(Action action, Operation operation, StoredGenerations rows) {
        return switch (action) {
            case REPLAY -> replay(operation, rows);
            case CANCEL -> each(rows, 256, row -> cancel(operation, row));
            case RESUBMIT -> resubmit(operation, rows);
        };
    }

    /** What was erased has no event any more; one that waits for its results goes by itself. */
    private Uni<Done> replay(Operation operation, StoredGenerations all) {
        List<UUID> ids = all.readable().stream().map(Generation::id).toList();
        return custody.untold(ids).flatMap(untold -> replay(operation, all, untold));
    }

    private Uni<Done> replay(Operation operation, StoredGenerations all, Set<UUID> untold) {
        List<Generation> left = all.readable().stream()
                .filter(row -> !row.erased() && !untold.contains(row.id()))
                .toList();
        StoredGenerations rows = new StoredGenerations(left, all.unreadable());
        return rows.size() == 0
                ? Uni.createFrom().item(new Done(0, all.size()))
                : publisher
                        .replayMany(rows)
                        .call(sent -> told(operation, rows, sent))
                        .map(sent -> new Done(sent.taken(), all.size() - sent.taken()));
    }

    /** The broker has these: a step that is repeated after a crash tells of some twice, and has sent them twice. */
    private Uni<Void> told(Operation operation, StoredGenerations rows, Publication sent) {
        List<UUID> ids = rows.readable().stream().map(Generation::id).toList();
        return audit.tell(act(operation, Act.REPLAY), sent.over(ids));
    }

    private static Act act(Operation operation, String action) {
        return new Act(operation.requestedBy(), action, null, operation.reason(), operation.id());
    }

    private Uni<Boolean> cancel(Operation operation, Generation row) {
        return completions
                .complete(Completion.cancelled(row.id(), act(operation, Act.CANCEL)))
                .map(answer -> answer.verdict() == Verdict.COMPLETED);
    }

    /** None of them twice, though a step may be repeated: it would be paid for once more. */
    private Uni<Done> resubmit(Operation operation, StoredGenerations rows) {
        List<Generation> readable = rows.readable();
        return operations
                .changed(operation, readable.stream().map(Generation::id).toList())
                .flatMap(before -> each(
                        new StoredGenerations(
                                readable.stream()
                                        .filter(row -> !before.contains(row.id()))
                                        .toList(),
                                rows.unreadable()),
                        1,
                        row -> resubmit(operation, row)))
                .invoke(dispatcher::wake);
    }

    private Uni<Boolean> resubmit(Operation operation, Generation row) {
        Instant deadline = clock.instant().plus(rules.resultDeadline());
        return queue.resubmit(row.id(), deadline, act(operation, Act.RESUBMIT)).map(sent -> sent != null);
    }

    private static Uni<Done> each(StoredGenerations rows, int atOnce, Function<Generation, Uni<Boolean>> deed) {
        return Multi.createFrom()
                .iterable(rows.readable())
                .onItem()
                .transformToUni(deed::apply)
                .merge(atOnce)
                .collect()
                .asList()
                .map(Done::of);
    }
}
