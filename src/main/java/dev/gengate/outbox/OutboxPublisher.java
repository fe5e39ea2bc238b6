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
 * Publishes outbox entries to Kafka. The publisher of an entry holds its lease, and the entry is deleted after the
 * broker has acknowledged its events. An event at fault itself is set aside. After any other failure direct publishing
 * stops until the broker takes the one entry that the relay tries; then the relay works off the backlog in completion
 * order while new events go out directly.
 */
@ApplicationScoped
public class OutboxPublisher {
    /** Longer than the producer's delivery.timeout.ms: while a record may still arrive, no other replica sends it. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** Shutdown observers with a smaller priority run before the flush. */
    public static final int FLUSH = 1_000;

    /** The rest of the lease needed to hand over a record: delivery.timeout.ms and a second. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int MOST_UNDER_WAY = 4_000;

    /**
     * Under load events are sent together after this time, which costs the broker much less; no answer waits for an
     * event.
     */
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

    /** The lease of an entry committed now; it has ended already while events do not flow. */
    public Instant leaseFrom(Instant now) {
        return flowing && underWay.count() < MOST_UNDER_WAY ? now.plus(LEASE) : now;
    }

    /** Whether this replica publishes that commit; if not, the relay does. */
    public boolean holds(CommittedOutcomes committed, Instant now) {
        return committed.entry().lease().isAfter(now);
    }

    /**
     * Sends the events of a commit, at once or with those that follow; the relay sends events that the broker does not
     * take.
     */
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
     * Sends the rows' events again, marked by a header, without touching the outbox. An event that was set aside is
     * sent for the first time, and no longer set aside once it is taken.
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
     * Sends the events of the rows, which belong to the entries, in this order. Fails if the broker did not take all of
     * them, except those at fault themselves.
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

    /** On shutdown, waits until events in flight arrive and are recorded; the other replicas publish the rest. */
    void flush(@Observes @Priority(FLUSH) ShutdownEvent event) {
        Instant end = clock.instant().plus(LEASE);
        if (!underWay.awaitIdle(LEASE) || !delivered.unwritten().awaitIdle(Duration.between(clock.instant(), end))) {
            LOG.warnf("shutdown leaves %d events to the other replicas", underWay.count());
        }
    }

    /** The broker takes records again: new commits are published directly. */
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

        /** The last moment at which every lease still covers the producer's time limit. */
        private Instant latestSend() {
            return entries.stream()
                    .map(entry -> entry.lease().minus(DELIVERY))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }

        /**
         * While the broker is down each record blocks the producer for seconds: after the first failure, no other is
         * tried.
         */
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
