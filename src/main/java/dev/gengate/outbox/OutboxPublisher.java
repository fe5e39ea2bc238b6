package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CommittedOutcomes;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.generation.outbox.DeadLetterStore;
import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.EventTopics;
import dev.gengate.schedule.Timers;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Publishes outbox entries to Kafka. The publisher of an entry holds its lease, and the entry is deleted once the broker has
 * acknowledged its events. Records stay in the producer until the broker takes them, however long that is; no other replica
 * sends them meanwhile. An event at fault itself is set aside. After any other failure nothing is published directly until
 * the broker takes the one entry that the relay tries.
 */
@ApplicationScoped
public class OutboxPublisher {
    /** The flush's priority among observers of the shutdown: those with a smaller number run before it. */
    public static final int FLUSH = 1_000;

    /**
     * Under load events are sent together after this time, which costs the broker much less; no answer waits for an
     * event.
     */
    private static final long GATHERED_MILLIS = 5;

    /** The longest time that an operator waits for a replay. */
    private static final Duration REPLAY = Duration.ofSeconds(9);
    /** Many take longer on a busy machine. Shorter than the lease of an operation, which has to write down what was sent. */
    private static final Duration REPLAY_OF_MANY = Duration.ofSeconds(20);

    private final EventTopics topics;
    private final EventFlow flow;
    private final OutboxLeases leases;
    private final OutboxMarks marks;
    private final DeadLetterStore deadLetters;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final Coalescer<CommittedOutcomes> direct;

    OutboxPublisher(
            EventTopics topics,
            EventFlow flow,
            OutboxLeases leases,
            OutboxMarks marks,
            DeadLetterStore deadLetters,
            OutboxMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.topics = topics;
        this.flow = flow;
        this.leases = leases;
        this.marks = marks;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.clock = clock;
        this.direct = Coalescer.firstAtOnce(task -> Timers.after(vertx, GATHERED_MILLIS, task), this::publishDirectly);
    }

    /** The lease for what is committed now; nobody's while events do not flow. */
    public OutboxEntry.Lease leaseFrom(Instant now) {
        return flow.open() ? leases.from(now) : OutboxEntry.Lease.nobodys(now);
    }

    /** Sends the events of a commit, at once or with those that follow; the relay publishes what the broker does not take. */
    public void publishDirectly(CommittedOutcomes committed) {
        flow.begin(committed.rows());
        direct.add(committed);
    }

    private void publishDirectly(List<CommittedOutcomes> commits) {
        List<OutboxLease> held =
                commits.stream().map(commit -> leases.hold(commit.entry())).toList();
        List<Generation> rows =
                commits.stream().flatMap(commit -> commit.rows().stream()).toList();
        send(EventOrder.ofOutbox(EventOrder.Path.DIRECT, held, new StoredGenerations(rows, List.of())), batch -> {})
                .subscribe()
                .with(sent -> {}, failure -> {});
    }

    /**
     * Sends the rows' events again, marked by a header; the outbox stays as it is. An event that was set aside is sent
     * without the mark, and is no longer set aside once the broker has it. Fails if the broker does not take them soon.
     */
    public Uni<Publication> replay(StoredGenerations rows) {
        return Waiting.atMost(REPLAY, resend(rows, batch -> {}).invoke(OutboxPublisher::failIfLeft));
    }

    /**
     * The same for many: what a stalled partition or a topic does not take soon is left, so that nothing is sent once more
     * for its sake. Fails if none is taken because no topic takes any.
     */
    public Uni<Publication> replayMany(StoredGenerations rows) {
        AtomicReference<EventBatch> sent = new AtomicReference<>();
        return Waiting.atMost(REPLAY_OF_MANY, resend(rows, sent::set))
                .onFailure(late -> late instanceof TimeoutException && sent.get() != null)
                .recoverWithItem(() -> sent.get().soFar())
                .invoke(published -> failIfNoneTakes(rows, published));
    }

    private Uni<Publication> resend(StoredGenerations rows, Consumer<EventBatch> sent) {
        List<UUID> ids = rows.readable().stream().map(Generation::id).toList();
        return deadLetters.among(ids).flatMap(aside -> publish(
                        new EventOrder(EventOrder.Path.REPLAY, List.of(), rows, row -> !aside.contains(row.id())), sent)
                .call(published -> remove(aside, published)));
    }

    private static void failIfLeft(Publication published) {
        if (!published.left().isEmpty()) {
            throw new IllegalStateException("a partition of the topic is stalled");
        }
    }

    private void failIfNoneTakes(StoredGenerations rows, Publication published) {
        boolean flows = !flow.refused() && flow.somePartitionTakes();
        if (published.taken() == 0 && published.skipped() < rows.size() && !flows) {
            throw new IllegalStateException("no topic takes events");
        }
    }

    private Uni<Void> remove(Set<UUID> aside, Publication published) {
        List<UUID> taken = published.over(aside);
        return taken.isEmpty() ? Uni.createFrom().voidItem() : deadLetters.published(taken);
    }

    /**
     * Sends events in their order. Fails unless the broker takes all of them, except those at fault themselves and those
     * whose partition is stalled. May take as long as the broker stalls.
     */
    Uni<Publication> publish(EventOrder order) {
        return publish(order, batch -> {});
    }

    private Uni<Publication> publish(EventOrder order, Consumer<EventBatch> sent) {
        return Uni.createFrom().deferred(() -> {
            flow.begin(order.rows().readable());
            return send(order, sent);
        });
    }

    private Uni<Publication> send(EventOrder order, Consumer<EventBatch> sent) {
        return Uni.createFrom().emitter(emitter -> {
            EventBatch batch = new EventBatch(order, marks, metrics, flow, clock, emitter);
            sent.accept(batch);
            topics.send(order.rows().readable(), order.repeated(), batch);
        });
    }
}
