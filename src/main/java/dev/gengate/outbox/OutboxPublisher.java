package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CommittedOutcomes;
import dev.gengate.generation.ledger.DeadLetterStore;
import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.outbox.topic.EventFlow;
import dev.gengate.outbox.topic.EventTopic;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * From the outbox to Kafka. Whoever publishes an entry holds its lease, and the entry is taken out after the broker has
 * acknowledged its events. What the producer has got stays with it until the broker takes it, however long that is: nobody
 * else sends it. An event that is at fault itself stands aside. After any other failure nothing is published directly any
 * more, until the broker takes the one entry that the relay tries.
 */
@ApplicationScoped
public class OutboxPublisher {
    /** Observers of the end with a smaller number come before the flush. */
    public static final int FLUSH = 1_000;

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);

    /**
     * Under load events are sent together after this time, which costs the broker much less; no answer waits for an
     * event.
     */
    private static final long GATHERED_MILLIS = 5;

    /** Of an operator who waits for a replay. */
    private static final Duration REPLAY = Duration.ofSeconds(9);

    private final EventTopic topic;
    private final EventFlow flow;
    private final OutboxLeases leases;
    private final OutboxMarks marks;
    private final DeadLetterStore deadLetters;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final Coalescer<CommittedOutcomes> direct;

    OutboxPublisher(
            EventTopic topic,
            EventFlow flow,
            OutboxLeases leases,
            OutboxMarks marks,
            DeadLetterStore deadLetters,
            OutboxMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.topic = topic;
        this.flow = flow;
        this.leases = leases;
        this.marks = marks;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.clock = clock;
        this.direct = Coalescer.firstAtOnce(
                task -> vertx.setTimer(GATHERED_MILLIS, timer -> task.run()), this::publishDirectly);
    }

    /** Whose it is to publish what is committed now: while events do not flow, nobody's. */
    public OutboxEntry.Lease leaseFrom(Instant now) {
        return flow.open() ? leases.from(now) : OutboxEntry.Lease.nobodys(now);
    }

    /** Sends the events of a commit, at once or with those that follow it; what the broker does not take is the relay's. */
    public void publishDirectly(CommittedOutcomes committed) {
        flow.underWay().begin(committed.rows().size());
        direct.add(committed);
    }

    private void publishDirectly(List<CommittedOutcomes> commits) {
        List<OutboxLease> held =
                commits.stream().map(commit -> leases.hold(commit.entry())).toList();
        List<Generation> rows =
                commits.stream().flatMap(commit -> commit.rows().stream()).toList();
        send(EventOrder.ofOutbox(OutboxMetrics.DIRECT, held, new StoredGenerations(rows, List.of())))
                .subscribe()
                .with(sent -> {}, failure -> {});
    }

    /**
     * Sends the rows' events again, saying so in a header; the outbox is not touched. One that stood aside is sent for the
     * first time, and stands aside no more once it is taken. Fails when they are not taken soon.
     */
    public Uni<Publication> replay(StoredGenerations rows) {
        List<UUID> ids = rows.readable().stream().map(Generation::id).toList();
        Uni<Publication> replayed = deadLetters
                .among(ids)
                .flatMap(aside -> publish(
                                new EventOrder(OutboxMetrics.REPLAY, List.of(), rows, row -> !aside.contains(row.id())))
                        .call(published -> remove(aside, published)))
                .invoke(OutboxPublisher::failIfLeft);
        return Waiting.atMost(REPLAY, replayed);
    }

    private static void failIfLeft(Publication published) {
        if (!published.left().isEmpty()) {
            throw new IllegalStateException("a partition of the topic takes nothing");
        }
    }

    private Uni<Void> remove(Set<UUID> aside, Publication published) {
        List<UUID> taken = aside.stream()
                .filter(id -> !published.atFault().containsKey(id))
                .filter(id -> !published.left().contains(id))
                .toList();
        return taken.isEmpty() ? Uni.createFrom().voidItem() : deadLetters.published(taken);
    }

    /**
     * Sends events in their order. Fails when the broker did not take them all, but for those that are at fault themselves
     * and those whose partition takes nothing. May take as long as the broker stalls.
     */
    Uni<Publication> publish(EventOrder order) {
        return Uni.createFrom().deferred(() -> {
            flow.underWay().begin(order.size());
            return send(order);
        });
    }

    private Uni<Publication> send(EventOrder order) {
        return Uni.createFrom()
                .emitter(emitter -> topic.send(
                        order.rows().readable(),
                        order.repeated(),
                        new EventBatch(order, marks, metrics, flow, clock, emitter)));
    }

    /** The broker takes records again: new commits are published directly. */
    void brokerIsBack() {
        if (flow.refused()) {
            LOG.info("the broker takes events again");
        }
        flow.takesAgain();
    }
}
