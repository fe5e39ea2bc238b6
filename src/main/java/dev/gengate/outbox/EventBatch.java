package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.EventTopics;
import dev.gengate.outbox.topic.PartitionStalledException;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Events handed to the producer together, and the answers to them. An outbox entry is marked as soon as all its events
 * are answered, so a stalled partition does not delay the marks of entries in other partitions.
 */
final class EventBatch implements EventTopics.Batch {
    private static final Logger LOG = Logger.getLogger(EventBatch.class);

    private final EventOrder.Path path;
    private final boolean direct;
    private final OutboxMarks marks;
    private final OutboxMetrics metrics;
    private final EventFlow flow;
    private final Clock clock;
    private final UniEmitter<? super Publication> emitter;
    /** The entries of each generation; it has more than one only if somebody inserted it by hand. */
    private final Map<UUID, List<EntryAnswers>> entriesOf = new HashMap<>();

    private final Map<UUID, EventFault> atFault = new ConcurrentHashMap<>();
    private final AtomicInteger open;
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<UUID> left = ConcurrentHashMap.newKeySet();
    private volatile Throwable failure;

    EventBatch(
            EventOrder order,
            OutboxMarks marks,
            OutboxMetrics metrics,
            EventFlow flow,
            Clock clock,
            UniEmitter<? super Publication> emitter) {
        this.path = order.path();
        this.direct = order.direct();
        this.marks = marks;
        this.metrics = metrics;
        this.flow = flow;
        this.clock = clock;
        this.emitter = emitter;
        this.open = new AtomicInteger(order.size());
        expect(order);
    }

    private void expect(EventOrder order) {
        List<EntryAnswers> entries = order.leases().stream()
                .map(lease -> new EntryAnswers(lease, order.probe()))
                .toList();
        entries.forEach(this::findable);
        order.rows().readable().forEach(row -> entriesOf(row.id()).forEach(EntryAnswers::expect));
        order.rows().unreadable().forEach(this::notMade);
        entries.stream().filter(EntryAnswers::over).forEach(marks::write);
        if (order.size() == 0) {
            ended();
        }
    }

    private void findable(EntryAnswers entry) {
        entry.lease().entry().generations().forEach(id -> entriesOf
                .computeIfAbsent(id, one -> new ArrayList<>(1))
                .add(entry));
    }

    private List<EntryAnswers> entriesOf(UUID generation) {
        return entriesOf.getOrDefault(generation, List.of());
    }

    private void notMade(UUID id) {
        atFault.put(id, EventFault.NOT_MADE);
        entriesOf(id).forEach(entry -> entry.notMade(id));
    }

    /**
     * Asked right before the event is handed over, because the producer may have been delayed: no event is sent after its
     * entry's lease has ended, or after the broker has refused one.
     */
    @Override
    public boolean wanted(Generation row) {
        return failure == null
                && !(direct && flow.refused())
                && entriesOf(row.id()).stream().allMatch(entry -> entry.lease().maySend(clock.instant()));
    }

    /** Called once for each row, on any thread; null means that the broker has the event. */
    @Override
    public void answered(Generation row, Throwable notTaken) {
        count(row.id(), notTaken);
        entriesOf(row.id()).stream()
                .filter(entry -> entry.answered(row.id(), notTaken))
                .forEach(marks::write);
        flow.end(row);
        if (open.decrementAndGet() == 0) {
            ended();
        }
    }

    private void count(UUID id, Throwable notTaken) {
        EventFault fault = notTaken == null ? null : EventFault.of(notTaken);
        if (fault == null) {
            taken.incrementAndGet();
            metrics.published(path, 1);
        } else if (fault.ofRecord()) {
            atFault.put(id, fault);
        } else {
            left.add(id);
            givenBack(notTaken);
        }
    }

    private void givenBack(Throwable why) {
        if (why instanceof PartitionStalledException waits) {
            waits.refusedFor().ifPresent(refusal -> metrics.publicationFailed(EventFault.of(refusal), 1));
            return;
        }
        failure = failure == null ? why : failure;
        if (!(why instanceof CancellationException)) {
            flow.refuses();
        }
    }

    private void ended() {
        if (failure != null) {
            metrics.publicationFailed(EventFault.of(failure), left.size());
            LOG.warnf(
                    "%d events not published (%s): %s",
                    left.size(), path.label(), failure.getClass().getSimpleName());
            emitter.fail(failure);
        } else {
            emitter.complete(soFar());
        }
    }

    /** What is known now; of events without an answer it says nothing. */
    Publication soFar() {
        return new Publication(taken.get(), Map.copyOf(atFault), Set.copyOf(left));
    }
}
