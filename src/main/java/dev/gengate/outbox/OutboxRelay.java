package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.generation.outbox.OutboxStore;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.EventTopics;
import dev.gengate.outbox.topic.PartitionFlow;
import dev.gengate.schedule.Beat;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Publishes what a crash, a Kafka outage or an overloaded publisher leaves in the outbox. Every replica runs it. Reads in
 * batches, and none while as much is under way as may be: a backlog of any length, and of events of any size, needs the memory
 * of a few.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int EVENTS = 500;
    /** Batches of one kind before those of the other. */
    private static final int IN_TURN = 4;

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Uni<Integer> NONE = Uni.createFrom().item(0);
    /** After this time it is known which partition is stalled. */
    private static final Duration PATIENCE = PartitionFlow.PATIENCE.plusMillis(500);

    private final OutboxStore outbox;
    private final GenerationStore generations;
    private final OutboxLeases leases;
    private final EventFlow flow;
    private final EventTopics topics;
    private final OutboxPublisher publisher;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    OutboxRelay(
            OutboxStore outbox,
            GenerationStore generations,
            OutboxLeases leases,
            EventFlow flow,
            EventTopics topics,
            OutboxPublisher publisher,
            DeadLetters deadLetters,
            Clock clock) {
        this.outbox = outbox;
        this.generations = generations;
        this.leases = leases;
        this.flow = flow;
        this.topics = topics;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("relay of the outbox", EVERY, this::beat);
    }

    private Uni<Void> beat() {
        sweep();
        return Uni.createFrom().voidItem();
    }

    public void sweep() {
        if (running.compareAndSet(false, true)) {
            sweepAll()
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("relay stopped for now: %s", failure.getMessage()));
        }
    }

    /** Does nothing while all partitions are stalled: the producer's records are attempts enough. Events set aside come last. */
    private Uni<Void> sweepAll() {
        flow.tell();
        topics.askStalled();
        if (!flow.somePartitionTakes()) {
            return Uni.createFrom().voidItem();
        }
        return wakeUp().chain(this::probesIfRefused).chain(this::backlog).chain(deadLetters::retry);
    }

    /** Makes entries due again that wait for a partition. */
    private Uni<Void> wakeUp() {
        return flow.movesAgain()
                ? outbox.partitionIsBack(clock.instant())
                        .onFailure()
                        .invoke(flow::movesStill)
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> probesIfRefused() {
        return flow.refused() ? probes() : Uni.createFrom().voidItem();
    }

    /**
     * Tries one entry at a time until the broker takes one or fails. An event at fault itself proves neither.
     */
    private Uni<Void> probes() {
        return Uni.createFrom()
                .deferred(() -> claimOne().flatMap(this::probe))
                .repeat()
                .whilst(Probe.IN_VAIN::equals)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<OutboxEntry>> claimOne() {
        return claim(outbox::claim, 1)
                .flatMap(one -> one.isEmpty()
                        ? claim(outbox::claimWaiting, 1)
                        : Uni.createFrom().item(one));
    }

    private Uni<Probe> probe(List<OutboxEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().item(Probe.NOTHING_WAITS)
                : publishInOrder(entries).map(published -> published.taken() > 0 ? Probe.TAKEN : Probe.IN_VAIN);
    }

    private enum Probe {
        TAKEN,
        IN_VAIN,
        NOTHING_WAITS
    }

    /**
     * In turn with the rest comes what has waited for a partition, which may be much and in vain. Once there is none, it is not
     * looked for again: that would read the whole of a long outbox.
     */
    private Uni<Void> backlog() {
        if (!flow.open()) {
            return Uni.createFrom().voidItem();
        }
        AtomicBoolean someWait = new AtomicBoolean(true);
        return Uni.createFrom()
                .deferred(() -> batches(outbox::claim).chain(sent -> flow.open() ? waiting(sent, someWait) : NONE))
                .repeat()
                .whilst(this::mayFollow)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> waiting(int sentOfTheRest, AtomicBoolean someWait) {
        return someWait.get()
                ? batches(outbox::claimWaiting)
                        .invoke(sent -> someWait.set(sent > 0))
                        .map(sent -> Math.max(sent, sentOfTheRest))
                : Uni.createFrom().item(sentOfTheRest);
    }

    /** Repeated, not nested: a chain of batches would keep all of them on the heap until the last. */
    private Uni<Integer> batches(Claim which) {
        return Uni.createFrom()
                .deferred(() -> claim(which, EVENTS).flatMap(this::publishAll))
                .repeat()
                .whilst(this::mayFollow)
                .select()
                .first(IN_TURN)
                .collect()
                .last();
    }

    private boolean mayFollow(int sent) {
        return sent > 0 && flow.open();
    }

    /** Which entries the relay takes. */
    private interface Claim {
        Uni<List<OutboxEntry>> of(Instant now, OutboxEntry.Lease lease, int events);
    }

    private Uni<List<OutboxEntry>> claim(Claim which, int events) {
        return leases.renewWhatRanOut().chain(() -> {
            Instant now = clock.instant();
            return which.of(now, leases.from(now), events);
        });
    }

    /** A batch that takes long waits for a stalled partition; the relay goes on with the next one. */
    private Uni<Integer> publishAll(List<OutboxEntry> entries) {
        return entries.isEmpty()
                ? NONE
                : publishInOrder(entries)
                        .replaceWith(entries.size())
                        .onFailure(TimeoutException.class)
                        .recoverWithItem(entries.size());
    }

    private Uni<Publication> publishInOrder(List<OutboxEntry> claimed) {
        List<OutboxLease> entries = leases.holdNew(claimed);
        List<UUID> ids = entries.stream()
                .flatMap(lease -> lease.entry().generations().stream())
                .toList();
        return generations
                .findAll(ids)
                .onFailure()
                .invoke(failure -> leases.end(idsOf(entries)))
                .flatMap(rows -> Waiting.atMost(PATIENCE, publish(entries, inOrder(rows))));
    }

    private Uni<Publication> publish(List<OutboxLease> entries, StoredGenerations rows) {
        return publisher
                .publish(EventOrder.ofOutbox(EventOrder.Path.SWEEP, entries, rows))
                .invoke(published -> {
                    if (published.taken() > 0) {
                        flow.takesAgain();
                    }
                });
    }

    private static List<Long> idsOf(List<OutboxLease> leases) {
        return leases.stream().map(lease -> lease.entry().id()).toList();
    }

    private static StoredGenerations inOrder(StoredGenerations rows) {
        List<Generation> sorted = rows.readable().stream()
                .sorted(Comparator.comparing(Generation::completedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        return new StoredGenerations(sorted, rows.unreadable());
    }
}
