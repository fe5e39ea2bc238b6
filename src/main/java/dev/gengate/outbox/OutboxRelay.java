package dev.gengate.outbox;

import dev.gengate.database.Beat;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.OutboxStore;
import dev.gengate.generation.ledger.StoredGenerations;
import io.quarkus.runtime.StartupEvent;
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
 * Publishes what is left in the outbox after a crash, a Kafka outage, or by an overloaded publisher. Every replica runs
 * it. Reads in batches, so that a backlog of any length needs the memory of one batch.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int EVENTS = 500;
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final OutboxStore outbox;
    private final GenerationStore generations;
    private final OutboxPublisher publisher;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    OutboxRelay(
            OutboxStore outbox,
            GenerationStore generations,
            OutboxPublisher publisher,
            DeadLetters deadLetters,
            Clock clock) {
        this.outbox = outbox;
        this.generations = generations;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(EVERY, this::beat);
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

    /** Events set aside come last, and are tried even if nothing else waits. */
    private Uni<Void> sweepAll() {
        return probes().chain(this::backlog).chain(deadLetters::retry);
    }

    /**
     * Tries one entry first: while the broker is down, nothing more is tried. An event at fault itself proves nothing.
     */
    private Uni<Void> probes() {
        return Uni.createFrom()
                .deferred(() -> claim(1).flatMap(this::probe))
                .repeat()
                .whilst(Probe.IN_VAIN::equals)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Probe> probe(List<OutboxEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().item(Probe.NOTHING_WAITS)
                : publishInOrder(entries).map(published -> published.taken() > 0 ? isBack() : Probe.IN_VAIN);
    }

    private Probe isBack() {
        publisher.brokerIsBack();
        return Probe.TAKEN;
    }

    private enum Probe {
        TAKEN,
        IN_VAIN,
        NOTHING_WAITS
    }

    /** Repeated, not nested: a chain of batches would keep all of them on the heap until the last. */
    private Uni<Void> backlog() {
        return Uni.createFrom()
                .deferred(() -> claim(EVENTS).flatMap(this::publishAll))
                .repeat()
                .whilst(sent -> sent > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<OutboxEntry>> claim(int events) {
        Instant now = clock.instant();
        return outbox.claim(now, now.plus(OutboxPublisher.LEASE), events);
    }

    private Uni<Integer> publishAll(List<OutboxEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().item(0)
                : publishInOrder(entries).replaceWith(entries.size());
    }

    private Uni<Publication> publishInOrder(List<OutboxEntry> entries) {
        List<UUID> ids =
                entries.stream().flatMap(entry -> entry.generations().stream()).toList();
        return generations.findAll(ids).flatMap(rows -> publisher.publish(entries, inOrder(rows), OutboxMetrics.SWEEP));
    }

    private static StoredGenerations inOrder(StoredGenerations rows) {
        List<Generation> sorted = rows.readable().stream()
                .sorted(Comparator.comparing(Generation::completedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        return new StoredGenerations(sorted, rows.unreadable());
    }
}
