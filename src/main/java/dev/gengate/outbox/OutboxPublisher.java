package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CommittedOutcomes;
import dev.gengate.generation.ledger.DeadLetterStore;
import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.StoredGenerations;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * From the outbox to Kafka. Whoever publishes an entry holds its lease, and the entry is taken out after the broker has
 * acknowledged its events. An event that is at fault itself stands aside. After any other failure nothing is published directly any more, until the broker takes
 * the one entry that the sweep tries; then the sweep works off the backlog in completion order beside the direct way.
 */
@ApplicationScoped
public class OutboxPublisher {
    /** Longer than the producer's delivery.timeout.ms: while a record may still arrive, nobody else sends it. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** Observers of the end with a smaller number come before the flush. */
    public static final int FLUSH = 1_000;

    /** What must be left of the lease when the producer gets a record: delivery.timeout.ms and a second. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int MOST_UNDER_WAY = 4_000;

    /** An answer does not wait for its event: under load events may go together, which costs the broker much less. */
    private static final long GATHERED_MILLIS = 5;

    private final EventTopic topic;
    private final OutboxMarks marks;
    private final OutboxAcknowledger delivered;
    private final DeadLetterStore deadLetters;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final InFlight underWay = new InFlight();
    private final SendCoalescer<CommittedOutcomes> direct;
    private volatile boolean flowing = true;

    OutboxPublisher(
            EventTopic topic,
            OutboxMarks marks,
            OutboxAcknowledger delivered,
            DeadLetterStore deadLetters,
            OutboxMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.topic = topic;
        this.marks = marks;
        this.delivered = delivered;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.clock = clock;
        this.direct = new SendCoalescer<>(
                task -> vertx.setTimer(GATHERED_MILLIS, timer -> task.run()), this::publishDirectly);
    }

    /** Until when what is committed now is this replica's to publish: not at all while events do not flow. */
    public Instant leaseFrom(Instant now) {
        return flowing && underWay.count() < MOST_UNDER_WAY ? now.plus(LEASE) : now;
    }

    /** Whether what was committed then is this replica's to publish; if not, it is the sweep's. */
    public boolean holds(CommittedOutcomes committed, Instant now) {
        return committed.entry().lease().isAfter(now);
    }

    /** Sends the events of a commit, at once or with those that follow it; what the broker does not take is the sweep's. */
    public void publishDirectly(CommittedOutcomes committed) {
        underWay.begin(committed.rows().size());
        direct.add(committed);
    }

    private void publishDirectly(List<CommittedOutcomes> commits) {
        List<OutboxEntry> entries =
                commits.stream().map(CommittedOutcomes::entry).toList();
        List<Generation> rows =
                commits.stream().flatMap(commit -> commit.rows().stream()).toList();
        send(entries, new StoredGenerations(rows, List.of()), OutboxMetrics.DIRECT, row -> false)
                .onTermination()
                .invoke(() -> underWay.end(rows.size()))
                .subscribe()
                .with(sent -> {}, failure -> {});
    }

    /**
     * Sends the rows' events again, saying so in a header; the outbox is not touched. One that stood aside is sent for the
     * first time, and stands aside no more once it is taken.
     */
    public Uni<Publication> replay(StoredGenerations rows) {
        List<UUID> ids = rows.readable().stream().map(Generation::id).toList();
        return deadLetters.among(ids).flatMap(aside -> publish(
                        List.of(), rows, OutboxMetrics.REPLAY, row -> !aside.contains(row.id()))
                .call(published -> remove(aside, published)));
    }

    private Uni<Void> remove(Set<UUID> aside, Publication published) {
        List<UUID> taken = aside.stream()
                .filter(id -> !published.atFault().containsKey(id))
                .toList();
        return taken.isEmpty() ? Uni.createFrom().voidItem() : deadLetters.published(taken);
    }

    /**
     * Sends the events of the rows, which are those of the entries, in this order. Fails when the broker did not take
     * them all, but for those that are at fault themselves.
     */
    Uni<Publication> publish(List<OutboxEntry> entries, StoredGenerations rows, String path) {
        return publish(entries, rows, path, row -> false);
    }

    private Uni<Publication> publish(
            List<OutboxEntry> entries, StoredGenerations rows, String path, Predicate<Generation> repeated) {
        return Uni.createFrom()
                .deferred(() -> {
                    underWay.begin(rows.size());
                    return send(entries, rows, path, repeated);
                })
                .onTermination()
                .invoke(() -> underWay.end(rows.size()));
    }

    private Uni<Publication> send(
            List<OutboxEntry> entries, StoredGenerations rows, String path, Predicate<Generation> repeated) {
        return Uni.createFrom().emitter(emitter -> new Batch(entries, rows, path, repeated, emitter).send());
    }

    /** What is on its way to the broker gets there, and is marked; what does not is the other replicas'. */
    void flush(@Observes @Priority(FLUSH) ShutdownEvent event) {
        Instant end = clock.instant().plus(LEASE);
        if (!underWay.awaitIdle(LEASE) || !delivered.unwritten().awaitIdle(Duration.between(clock.instant(), end))) {
            LOG.warnf("%d events left to the other replicas", underWay.count());
        }
    }

    /** The broker takes records again: what is committed from now on goes out directly. */
    void brokerIsBack() {
        flowing = true;
    }

    private final class Batch {
        private final List<OutboxEntry> entries;
        private final List<Generation> rows;
        private final String path;
        private final Predicate<Generation> repeated;
        private final UniEmitter<? super Publication> emitter;
        private final AtomicInteger open;
        private final Set<UUID> left = ConcurrentHashMap.newKeySet();
        private final Map<UUID, EventFault> atFault = new ConcurrentHashMap<>();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile Throwable failure;

        Batch(
                List<OutboxEntry> entries,
                StoredGenerations stored,
                String path,
                Predicate<Generation> repeated,
                UniEmitter<? super Publication> emitter) {
            this.entries = entries;
            this.rows = stored.readable();
            this.path = path;
            this.repeated = repeated;
            this.emitter = emitter;
            this.open = new AtomicInteger(rows.size());
            stored.unreadable().forEach(id -> atFault.put(id, EventFault.NOT_MADE));
        }

        void send() {
            if (rows.isEmpty()) {
                ended();
            } else {
                Instant latest = latestSend();
                topic.send(rows, repeated, row -> wanted(latest), this::answered);
            }
        }

        /** While the lease of every entry lasts for as long as the producer may try. */
        private Instant latestSend() {
            return entries.stream()
                    .map(entry -> entry.lease().minus(DELIVERY))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }

        /** While the broker is away each record holds the producer up for seconds: after the first, none is tried. */
        private boolean wanted(Instant latest) {
            return failure == null
                    && (flowing || !path.equals(OutboxMetrics.DIRECT))
                    && clock.instant().isBefore(latest);
        }

        private void answered(Generation row, Throwable notTaken) {
            if (notTaken != null) {
                notTaken(row, notTaken);
            }
            if (open.decrementAndGet() == 0) {
                ended();
            }
        }

        private void notTaken(Generation row, Throwable why) {
            EventFault fault = EventFault.of(why);
            if (fault.ofRecord()) {
                atFault.put(row.id(), fault);
                refused.incrementAndGet();
                return;
            }
            flowing = false;
            failure = failure == null ? why : failure;
            left.add(row.id());
        }

        private void ended() {
            int taken = rows.size() - left.size() - refused.get();
            metrics.published(path, taken);
            marks.write(entries, left, atFault);
            if (failure == null) {
                emitter.complete(new Publication(taken, Map.copyOf(atFault)));
                return;
            }
            metrics.publicationFailed(EventFault.of(failure), left.size());
            LOG.warnf(
                    "%d events not published (%s): %s",
                    left.size(), path, failure.getClass().getSimpleName());
            emitter.fail(failure);
        }
    }
}
