package dev.gengate.completion;

import dev.gengate.generation.Generation;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Terminal rows to Kafka. The row is the outbox: whoever publishes it holds its lease, and the mark that it is published
 * follows the broker's acknowledgement. After a failure nothing is published directly any more, until the broker takes
 * the one row that the sweep tries; then the sweep works off the backlog in completion order beside the direct way.
 */
@ApplicationScoped
public class EventPublisher {
    /** Longer than the producer's delivery.timeout.ms: while a record may still arrive, nobody else sends it. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** Observers of the end with a smaller number come before the flush. */
    public static final int FLUSH = 1_000;

    /** What must be left of the lease when the producer gets a record: delivery.timeout.ms and a second. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final int MOST_UNDER_WAY = 4_000;

    private final EventTopic topic;
    private final PublishedMarks marks;
    private final CompletionMetrics metrics;
    private final Clock clock;
    private final InFlight underWay = new InFlight();
    private volatile boolean flowing = true;

    EventPublisher(EventTopic topic, PublishedMarks marks, CompletionMetrics metrics, Clock clock) {
        this.topic = topic;
        this.marks = marks;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Until when a row committed now is this replica's to publish: not at all while events do not flow. */
    Instant leaseFrom(Instant now) {
        return flowing && underWay.count() < MOST_UNDER_WAY ? now.plus(LEASE) : now;
    }

    /** Whether a row as it was just committed is this replica's to publish; if not, it is the sweep's. */
    boolean holds(Generation row) {
        return row.dueAt().isAfter(row.completedAt());
    }

    /** Sends the events of rows just committed; what the broker does not take is the sweep's. */
    void publishDirectly(List<Generation> rows) {
        publish(rows, CompletionMetrics.DIRECT).subscribe().with(sent -> {}, failure -> {});
    }

    /** Sends the rows' events again, saying so in a header; the ledger is not touched. */
    public Uni<Void> replay(List<Generation> rows) {
        return publish(rows, CompletionMetrics.REPLAY);
    }

    /** Sends the events of rows under this replica's lease, in this order. Fails when the broker did not take them all. */
    Uni<Void> publish(List<Generation> rows, String path) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> new Batch(rows, path, emitter).send());
    }

    /** What is on its way to the broker gets there, and is marked; what does not is the other replicas'. */
    void flush(@Observes @Priority(FLUSH) ShutdownEvent event) {
        if (!underWay.awaitIdle(LEASE) || !marks.unmarked().awaitIdle(LEASE)) {
            LOG.warnf("%d events left to the other replicas", underWay.count());
        }
    }

    /** The broker takes records again: what is committed from now on goes out directly. */
    void brokerIsBack() {
        flowing = true;
    }

    private final class Batch {
        private final List<Generation> rows;
        private final String path;
        private final UniEmitter<? super Void> emitter;
        private final AtomicInteger open;
        private final Queue<UUID> taken = new ConcurrentLinkedQueue<>();
        private volatile Throwable failure;

        Batch(List<Generation> rows, String path, UniEmitter<? super Void> emitter) {
            this.rows = rows;
            this.path = path;
            this.emitter = emitter;
            this.open = new AtomicInteger(rows.size());
        }

        void send() {
            rows.forEach(row -> underWay.begin());
            topic.send(rows, isReplay(), this::wanted, this::answered);
        }

        /** While the broker is away each record holds the producer up for seconds: after the first, none is tried. */
        private boolean wanted(Generation row) {
            if (isReplay()) {
                return failure == null;
            }
            boolean ours = clock.instant().isBefore(row.dueAt().minus(DELIVERY));
            return ours && failure == null && (flowing || !path.equals(CompletionMetrics.DIRECT));
        }

        private void answered(Generation row, Throwable notTaken) {
            if (notTaken == null) {
                taken.add(row.id());
            } else {
                flowing = false;
                failure = notTaken;
            }
            if (open.decrementAndGet() == 0) {
                ended();
            }
        }

        private void ended() {
            metrics.published(path, taken.size());
            if (!isReplay()) {
                marks.add(taken);
            }
            rows.forEach(row -> underWay.end());
            if (failure == null) {
                emitter.complete(null);
                return;
            }
            int missing = rows.size() - taken.size();
            metrics.publicationFailed(missing);
            LOG.warnf(
                    "%d events not published (%s): %s",
                    missing, path, failure.getClass().getSimpleName());
            emitter.fail(failure);
        }

        private boolean isReplay() {
            return path.equals(CompletionMetrics.REPLAY);
        }
    }
}
