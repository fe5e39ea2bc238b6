package dev.gengate.custody;

import dev.gengate.custody.fetch.FetchFault;
import dev.gengate.database.MicroBatch;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CommittedOutcomes;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.CustodyStore.Settled;
import dev.gengate.generation.ledger.CustodyStore.Settlement;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.OutboxRelay;
import dev.gengate.outbox.topic.EventTopics;
import dev.gengate.outbox.topic.PartitionStalledException;
import dev.gengate.schedule.AfterResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes down what became of copied results, those that end together in one statement, and sends what follows: the event
 * that waited for them, or the one that says that they were stored late.
 */
@ApplicationScoped
class Settling {
    private static final Logger LOG = Logger.getLogger(Settling.class);
    private static final int MOST_WAITING = 5_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final CustodyStore ledger;
    private final CustodyLeases leases;
    private final OutboxPublisher publisher;
    private final OutboxRelay relay;
    private final EventTopics topics;
    private final CustodyMetrics metrics;
    private final Clock clock;
    private final MicroBatch<Settlement, Boolean> commits;
    /** The generations whose event of late storing is on its way. */
    private final Set<UUID> telling = ConcurrentHashMap.newKeySet();

    Settling(
            CustodyStore ledger,
            CustodyLeases leases,
            OutboxPublisher publisher,
            OutboxRelay relay,
            EventTopics topics,
            CustodyMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.ledger = ledger;
        this.leases = leases;
        this.publisher = publisher;
        this.relay = relay;
        this.topics = topics;
        this.metrics = metrics;
        this.clock = clock;
        this.commits = new MicroBatch<>(vertx, MOST_WAITING, this::commit);
    }

    Uni<Boolean> settle(Settlement settlement) {
        return commits.submit(settlement);
    }

    /** Whether its event of late storing is on its way, so that its lease is still needed. */
    boolean tells(UUID id) {
        return telling.contains(id);
    }

    private Uni<List<Boolean>> commit(List<Settlement> settlements) {
        Instant now = clock.instant();
        return ledger.settle(settlements, leases.holder(), now, publisher.leaseFrom(now))
                .invoke(settled -> settled.late().forEach(row -> telling.add(row.id())))
                .invoke(settled -> countLost(settlements, settled))
                .invoke(settled -> AfterResponse.run(() -> follow(settled, now)))
                .replaceWith(Collections.nCopies(settlements.size(), true));
    }

    private void countLost(List<Settlement> settlements, Settled settled) {
        settlements.stream().filter(one -> settled.ids().contains(one.id())).forEach(one -> metrics.lost(one.lost()));
    }

    private void follow(Settled settled, Instant storedAt) {
        CommittedOutcomes committed = settled.committed();
        if (committed.entry() != null && committed.entry().lease().held()) {
            publisher.publishDirectly(committed);
        } else if (committed.entry() != null) {
            relay.sweep();
        }
        settled.late().forEach(row -> tell(row, storedAt));
    }

    /** Sends the event of what was stored late, under its lease. */
    void tell(Generation row, Instant storedAt) {
        telling.add(row.id());
        topics.sendStored(row, storedAt)
                .chain(() -> ledger.done(List.of(row.id()), leases.holder()))
                .onFailure()
                .recoverWithUni(failure -> notTold(row, storedAt, failure))
                .onTermination()
                .invoke(() -> over(row.id()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debugf(
                                "stored event not marked, sent again after its lease: %s", failure.getMessage()));
    }

    /**
     * While its topic takes no events it waits with the others of that topic, without another try. One at fault itself waits
     * as long again as it has waited.
     */
    private Uni<Void> notTold(Generation row, Instant storedAt, Throwable failure) {
        if (failure instanceof PartitionStalledException waits) {
            waits.refusedFor().ifPresent(refusal -> metrics.failed(FetchFault.EVENT));
            return ledger.again(List.of(row.id()), leases.holder(), waits.again());
        }
        metrics.failed(FetchFault.EVENT);
        LOG.warnf(
                "generation %s: the event of its stored results was not accepted (%s)",
                row.id(), failure.getClass().getSimpleName());
        Instant now = clock.instant();
        Duration waited = Duration.between(storedAt, now);
        Duration pause = waited.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : waited;
        return ledger.again(
                List.of(row.id()),
                leases.holder(),
                now.plus(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause));
    }

    private void over(UUID id) {
        telling.remove(id);
        leases.end(id);
    }
}
