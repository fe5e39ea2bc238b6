package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.OutboxStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Publishes what was left: by a crash, by an outage of Kafka, by a publisher that had too much to do. Any replica runs
 * it. Reads in batches, so that a backlog of any length needs the memory of one batch.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int EVENTS = 500;

    private final OutboxStore outbox;
    private final GenerationStore generations;
    private final OutboxPublisher publisher;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    OutboxRelay(OutboxStore outbox, GenerationStore generations, OutboxPublisher publisher, Clock clock) {
        this.outbox = outbox;
        this.generations = generations;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void sweep() {
        if (running.compareAndSet(false, true)) {
            sweepAll()
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("sweep stopped: %s", failure.getMessage()));
        }
    }

    /** One entry first: while the broker is away, nothing more than that is tried. */
    private Uni<Void> sweepAll() {
        return claim(1).flatMap(probe -> probe.isEmpty() ? Uni.createFrom().voidItem() : sweepAfter(probe));
    }

    private Uni<Void> sweepAfter(List<OutboxEntry> probe) {
        return publishInOrder(probe).invoke(publisher::brokerIsBack).chain(this::backlog);
    }

    /** Repeated, not nested: a chain of batches would keep every one of them in the heap until the last. */
    private Uni<Void> backlog() {
        return Uni.createFrom()
                .deferred(() -> claim(EVENTS).flatMap(this::publishInOrder))
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

    private Uni<Integer> publishInOrder(List<OutboxEntry> entries) {
        List<UUID> ids =
                entries.stream().flatMap(entry -> entry.generations().stream()).toList();
        return generations
                .findAll(ids)
                .flatMap(rows -> publisher.publish(entries, inOrder(rows), OutboxMetrics.SWEEP))
                .replaceWith(ids.size());
    }

    private static List<Generation> inOrder(List<Generation> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(Generation::completedAt))
                .toList();
    }
}
