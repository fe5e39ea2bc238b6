package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.Publication;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.queue.Dispatcher;
import dev.gengate.submission.Generations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Resubmission and replay. */
@ApplicationScoped
class OperatorActions {
    private final Generations generations;
    private final QueueStore queue;
    private final Dispatcher dispatcher;
    private final OutboxPublisher publisher;
    private final CustodyStore custody;
    private final AuditStore audit;
    private final AdmissionRules rules;
    private final Clock clock;

    OperatorActions(
            Generations generations,
            QueueStore queue,
            Dispatcher dispatcher,
            OutboxPublisher publisher,
            CustodyStore custody,
            AuditStore audit,
            AdmissionRules rules,
            Clock clock) {
        this.generations = generations;
        this.queue = queue;
        this.dispatcher = dispatcher;
        this.publisher = publisher;
        this.custody = custody;
        this.audit = audit;
        this.rules = rules;
        this.clock = clock;
    }

    Uni<Generation> resubmit(Caller caller, String id, String reason) {
        Act act = new Act(caller.name(), Act.RESUBMIT, null, reason, null);
        return generations
                .visible(caller, id)
                .flatMap(row -> queue.resubmit(row.id(), clock.instant().plus(rules.resultDeadline()), act))
                .onItem()
                .ifNull()
                .switchTo(() -> generations.visible(caller, id).flatMap(row -> Uni.createFrom()
                        .failure(notResubmitted(row))))
                .invoke(dispatcher::wake);
    }

    private static ProblemException notResubmitted(Generation row) {
        return ProblemException.of(
                ProblemType.CONFLICT,
                row.state() == GenerationState.UNCONFIRMED
                        ? "The account at the provider that alone may send it again is not configured any more."
                        : "Only an unconfirmed generation can be resubmitted.",
                row.id());
    }

    /** Audits the replay before sending, and again if the broker does not take it. */
    Uni<Generation> replay(Caller caller, String id, String reason) {
        return generations.withEvent(caller, id).flatMap(row -> custody.untold(List.of(row.id()))
                .invoke(untold -> refuse(row, untold))
                .chain(() -> tell(caller, row, Act.REPLAY, reason))
                .chain(() -> publish(row).onFailure().call(failure -> tell(
                                caller, row, Act.REPLAY_FAILED, failure.getMessage())
                        .onFailure()
                        .recoverWithNull())));
    }

    private Uni<Generation> publish(Generation row) {
        return publisher
                .replay(StoredGenerations.of(row))
                .onFailure()
                .transform(OperatorActions::notTaken)
                .map(published -> taken(row, published));
    }

    private Uni<Void> tell(Caller caller, Generation row, String action, String reason) {
        return audit.tell(new Act(caller.name(), action, null, reason, null), List.of(row.id()));
    }

    /** Sent now, the event would lack its results and carry the id of the one that will have them. */
    private static void refuse(Generation row, Set<UUID> untold) {
        if (untold.contains(row.id())) {
            throw ProblemException.of(
                    ProblemType.CONFLICT,
                    "The event waits for its results to be stored, and goes by itself soon.",
                    row.id());
        }
    }

    private static Generation taken(Generation row, Publication published) {
        if (published.skipped() > 0) {
            throw ProblemException.of(
                    ProblemType.CONFLICT, "Kafka cannot take this event as it is; the log has the cause.", row.id());
        }
        return row;
    }

    private static ProblemException notTaken(Throwable failure) {
        return ProblemException.retryable(
                ProblemType.UNAVAILABLE, "The broker did not accept the event.", Duration.ofSeconds(10));
    }
}
