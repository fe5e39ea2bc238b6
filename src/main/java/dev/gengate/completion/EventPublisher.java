package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationTrace;
import dev.gengate.generation.OutcomeStore;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Terminal rows to Kafka. The row is the outbox: whoever publishes it holds its lease, and the mark that it is published
 * follows the broker's acknowledgement. After a failure nothing is published directly any more: the sweep tries one
 * row, then the backlog in completion order, and only then the direct way is open again.
 */
@ApplicationScoped
public class EventPublisher {
    /** Longer than the producer's delivery.timeout.ms: while a record may still arrive, nobody else sends it. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** Observers of the end with a smaller number come before the flush. */
    public static final int FLUSH = 1_000;

    private static final Duration MARKING = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final int MOST_UNDER_WAY = 4_000;

    private final MutinyEmitter<byte[]> channel;
    private final OutcomeStore outcomes;
    private final CompletionMetrics metrics;
    private final GenerationTrace trace;
    private final Clock clock;
    private final InFlight underWay = new InFlight();
    private final MicroBatch<UUID, Void> marks = new MicroBatch<>(1, 1_000, 100_000, this::markPublished);
    private volatile boolean flowing;

    EventPublisher(
            @Channel("generation-completed") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> channel,
            OutcomeStore outcomes,
            CompletionMetrics metrics,
            GenerationTrace trace,
            Clock clock) {
        this.channel = channel;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.trace = trace;
        this.clock = clock;
    }

    /** Until when a row committed now is this replica's to publish: not at all while events do not flow. */
    Instant leaseFrom(Instant now) {
        return direct() ? now.plus(LEASE) : now;
    }

    /** Whether a row as it was just committed is this replica's to publish; if not, it is the sweep's. */
    boolean holds(Generation row) {
        return row.dueAt().isAfter(row.completedAt());
    }

    /** Sends the row's event and marks it once the broker has it. Fails when the broker did not take it. */
    Uni<Void> publish(Generation row, String path) {
        return send(row, false)
                .onSubscription()
                .invoke(underWay::begin)
                .onItem()
                .invoke(() -> metrics.published(path))
                .onFailure()
                .invoke(failure -> failed(row, failure))
                .call(() -> mark(row))
                .onTermination()
                .invoke(underWay::end);
    }

    /** What is on its way to the broker gets there, and is marked; what does not is the other replicas'. */
    void flush(@Observes @Priority(FLUSH) ShutdownEvent event) {
        if (!underWay.awaitIdle(LEASE)) {
            LOG.warnf("%d events left to the other replicas", underWay.count());
        }
    }

    /** Sends the event again, saying so in a header; the ledger is not touched. */
    public Uni<Void> replay(Generation row) {
        return send(row, true).onItem().invoke(() -> metrics.published(CompletionMetrics.REPLAY));
    }

    /** The broker took the backlog: what is committed from now on goes out directly. */
    void caughtUp() {
        flowing = true;
    }

    private boolean direct() {
        return flowing && underWay.count() < MOST_UNDER_WAY;
    }

    private Uni<Void> send(Generation row, boolean replay) {
        CompletedEvent event = new CompletedEvent(row);
        Span step = trace.begin("publish", SpanKind.PRODUCER, row);
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(event.key())
                .withHeaders(event.headers(GenerationTrace.traceparent(step, row), replay))
                .build();
        Uni<Void> sent = channel.sendMessage(Message.of(event.data()).addMetadata(metadata));
        return step.isRecording() ? sent.onTermination().invoke(() -> step.end()) : sent;
    }

    private void failed(Generation row, Throwable failure) {
        flowing = false;
        metrics.publicationFailed();
        LOG.warnf(
                "event of generation %s not published: %s",
                row.id(), failure.getClass().getSimpleName());
    }

    /** Once the lease has run out meanwhile, another replica may send the event again, with the same id. */
    private Uni<Void> mark(Generation row) {
        return marks.submit(row.id())
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                .expireIn(MARKING.toMillis())
                .onFailure()
                .invoke(failure -> LOG.warnf("generation %s published, but not marked so", row.id()));
    }

    private Uni<List<Void>> markPublished(List<UUID> ids) {
        List<Void> answers = Collections.nCopies(ids.size(), null);
        return outcomes.published(ids, clock.instant()).replaceWith(answers);
    }
}
