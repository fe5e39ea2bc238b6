package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.OutcomeStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Publishes what was left: by a crash, by an outage of Kafka, by a publisher that had too much to do. Any replica runs
 * it. Reads in batches, so that a backlog of any length needs the memory of one batch.
 */
@ApplicationScoped
class PublicationSweep {
    private static final Logger LOG = Logger.getLogger(PublicationSweep.class);
    private static final int BATCH = 500;

    private final OutcomeStore outcomes;
    private final EventPublisher publisher;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    PublicationSweep(OutcomeStore outcomes, EventPublisher publisher, Clock clock) {
        this.outcomes = outcomes;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        if (running.compareAndSet(false, true)) {
            sweepAll()
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("sweep stopped: %s", failure.getMessage()));
        }
    }

    /** One row first: while the broker is away, nothing more than that is tried. */
    private Uni<Void> sweepAll() {
        return claim(1).flatMap(probe -> probe.isEmpty() ? Uni.createFrom().voidItem() : sweepAfter(probe));
    }

    /** A row that was tried in vain is the first again, or it would come after all that waits behind it. */
    private Uni<Void> sweepAfter(List<Generation> probe) {
        return publishInOrder(probe)
                .onFailure()
                .call(() -> outcomes.release(probe.get(0).id(), clock.instant()))
                .invoke(publisher::brokerIsBack)
                .chain(this::backlog);
    }

    /** Repeated, not nested: a chain of batches would keep every one of them in the heap until the last. */
    private Uni<Void> backlog() {
        return Uni.createFrom()
                .deferred(() -> claim(BATCH).flatMap(this::publishInOrder))
                .repeat()
                .whilst(sent -> sent == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<Generation>> claim(int most) {
        Instant now = clock.instant();
        return outcomes.claimUnpublished(now, now.plus(EventPublisher.LEASE), most);
    }

    private Uni<Integer> publishInOrder(List<Generation> rows) {
        List<Generation> inOrder = rows.stream()
                .sorted(Comparator.comparing(Generation::completedAt))
                .toList();
        return publisher.publish(inOrder, CompletionMetrics.SWEEP).replaceWith(rows.size());
    }
}
