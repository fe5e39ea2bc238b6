package dev.gengate.outbox;

import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.outbox.DeadLetterStore;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.PartitionFlow;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Retries events that were set aside, a few at a time and ever more rarely; all of them soon when a configuration may
 * have changed: after a start, and when the topic's limit changes.
 */
@ApplicationScoped
class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final int AT_ONCE = 20;
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = PartitionFlow.PATIENCE;
    /** Before the relay looks at the outbox again. */
    private static final int MOST_TIMES = 25;

    private final DeadLetterStore store;
    private final GenerationStore generations;
    private final OutboxPublisher publisher;
    private final EventFlow flow;
    private final Clock clock;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    /** Events that the producer holds; while the broker stalls they stay there. */
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    DeadLetters(
            DeadLetterStore store,
            GenerationStore generations,
            OutboxPublisher publisher,
            EventFlow flow,
            Clock clock) {
        this.store = store;
        this.generations = generations;
        this.publisher = publisher;
        this.flow = flow;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("renewal of the leases of dead letters", RENEWED_EVERY, this::renew);
    }

    private Uni<Void> renew() {
        return underWay.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.renew(List.copyOf(underWay), clock.instant().plus(OutboxLease.LENGTH));
    }

    /** Retries all of them with the next round, because the reason for setting them aside may be gone. */
    void tryAllSoon() {
        changed.set(true);
    }

    /** Retries due events: some of them where there are many, or where the broker is slow, because the outbox waits meanwhile. */
    Uni<Void> retry() {
        Instant end = clock.instant().plus(PATIENCE);
        return dueIfChanged()
                .chain(() -> Repeated.whileFull(
                        () -> retryFew().map(full -> full && clock.instant().isBefore(end)), MOST_TIMES));
    }

    private Uni<Boolean> retryFew() {
        Instant now = clock.instant();
        return store.claim(now, now.plus(OutboxLease.LENGTH), AT_ONCE).flatMap(due -> {
            boolean full = due.size() == AT_ONCE;
            due.removeAll(underWay);
            Uni<Void> tried = due.isEmpty() ? Uni.createFrom().voidItem() : Waiting.atMost(PATIENCE, publish(due));
            return tried.replaceWith(full);
        });
    }

    private Uni<Void> dueIfChanged() {
        if (!changed.compareAndSet(true, false)) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return store.allDue(now, now.plus(OutboxLease.LENGTH))
                .onFailure()
                .invoke(this::tryAllSoon)
                .replaceWithVoid();
    }

    private Uni<Void> publish(Set<UUID> due) {
        underWay.addAll(due);
        return generations
                .findAll(due)
                .flatMap(rows -> publisher.publish(EventOrder.ofOutbox(EventOrder.Path.RETRY, List.of(), rows)))
                .call(published -> writeDown(due, published))
                .onTermination()
                .invoke(() -> underWay.removeAll(due))
                .replaceWithVoid();
    }

    /** Records the result; a generation that was purged has no event to wait for. */
    private Uni<Void> writeDown(Set<UUID> due, Publication published) {
        List<UUID> over = published.over(due);
        if (published.taken() > 0) {
            flow.takesAgain();
            LOG.infof("%d events that had been set aside were published", published.taken());
        }
        Uni<Void> gone = over.isEmpty() ? Uni.createFrom().voidItem() : store.published(over);
        return published.skipped() == 0
                ? gone
                : gone.chain(() -> store.triedInVain(published.causes(), clock.instant()));
    }
}
