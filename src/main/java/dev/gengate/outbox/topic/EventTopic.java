package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;
import dev.gengate.observability.GenerationTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/**
 * The topic of completed events. Uses the producer of the channel {@code generation-completed} directly: a whole batch
 * takes one change of thread, where one message per event takes several.
 */
@ApplicationScoped
public class EventTopic {
    private static final Logger LOG = Logger.getLogger(EventTopic.class);
    private static final String CHANNEL = "generation-completed";
    private static final int ABOUT_ITS_HEAD = 512;

    private final KafkaClientService clients;
    private final EventFlow flow;
    private final GenerationTrace trace;
    private final String topic;
    private KafkaProducer<String, byte[]> producer;
    private volatile boolean oneByOne;

    /** @param wired sends nothing, but the connector makes a producer only for a channel in use */
    EventTopic(
            @Channel(CHANNEL) MutinyEmitter<byte[]> wired,
            KafkaClientService clients,
            EventFlow flow,
            GenerationTrace trace,
            EventsConfig config) {
        this.clients = clients;
        this.flow = flow;
        this.trace = trace;
        this.topic = config.topic();
    }

    /** The events of one call of {@link #send}, and the receiver of the answers. */
    public interface Batch {

        /** Asked right before the event is handed over; false if it must no longer be sent. */
        boolean wanted(Generation row);

        /** Called once for each row, on any thread; null means that the broker has the event. */
        void answered(Generation row, Throwable notTaken);
    }

    /**
     * Hands the rows' events to the producer in this order.
     *
     * @param repeated whether a row's event was published before
     * @param batch is asked for each row, and gets one answer for each, on a thread of the producer
     */
    public void send(List<Generation> rows, Predicate<Generation> repeated, Batch batch) {
        producer()
                .runOnSendingThread((Producer<String, byte[]> kafka) -> {
                    for (Generation row : rows) {
                        if (batch.wanted(row)) {
                            send(kafka, row, repeated.test(row), batch);
                        } else {
                            batch.answered(row, new CancellationException("not sent"));
                        }
                    }
                })
                .subscribe()
                .with(handedOver -> {}, failure -> rows.forEach(row -> batch.answered(row, failure)));
    }

    private void send(Producer<String, byte[]> kafka, Generation row, boolean replay, Batch batch) {
        Span step = trace.begin("publish", SpanKind.PRODUCER, row);
        Consumer<Throwable> answer = failure -> {
            step.end();
            batch.answered(row, failure);
        };
        try {
            send(kafka, record(kafka, row, step, replay), answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.accept(new CancellationException("interrupted"));
        } catch (RuntimeException e) {
            answer.accept(e);
        }
    }

    /** Throws if nothing was handed over; otherwise the answer follows. */
    private void send(Producer<String, byte[]> kafka, ProducerRecord<String, byte[]> event, Consumer<Throwable> answer)
            throws InterruptedException {
        int size = event.value().length + ABOUT_ITS_HEAD;
        flow.begin(event.partition(), size);
        Future<?> sent;
        try {
            sent = kafka.send(event, (metadata, failure) -> {
                flow.end(event.partition(), size, failure == null);
                answer.accept(failure);
            });
        } catch (RuntimeException e) {
            flow.end(event.partition(), size, false);
            throw e;
        }
        if (oneByOne) {
            awaitAnswer(sent);
        }
    }

    /** Waits for the answer, or until the partition counts as stalled: nothing is sent there then that could join it. */
    private static void awaitAnswer(Future<?> sent) throws InterruptedException {
        try {
            sent.get(PartitionFlow.PATIENCE.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("sent alone: %s", e.getClass().getSimpleName());
        }
    }

    private ProducerRecord<String, byte[]> record(
            Producer<String, byte[]> kafka, Generation row, Span step, boolean replay) {
        int partition = partition(kafka, row);
        try {
            CompletedEvent event = new CompletedEvent(row);
            Headers headers = event.headers(GenerationTrace.traceparent(step, row), replay);
            return new ProducerRecord<>(topic, partition, event.key(), event.data(), headers);
        } catch (RuntimeException e) {
            throw new EventNotMadeException(e);
        }
    }

    /** Chooses the partition as the producer would, to know beforehand whether it is stalled. */
    private int partition(Producer<String, byte[]> kafka, Generation row) {
        int partitions = kafka.partitionsFor(topic).size();
        flow.partitions(partitions);
        byte[] key = row.id().toString().getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    /** Whether each event goes alone, because the topic's limit is below the producer's batch size; slow. */
    public void oneByOne(boolean alone) {
        oneByOne = alone;
    }

    /** The producer's configuration, including the connection to the broker. */
    public Map<String, ?> configuration() {
        return producer().configuration();
    }

    synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.getProducer(CHANNEL);
        }
        return producer;
    }
}
