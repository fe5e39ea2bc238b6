package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.observability.GenerationTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * The topic of completed events. Uses the producer of the channel {@code generation-completed} directly: a whole batch
 * takes one change of thread, where one message per event takes several.
 */
@ApplicationScoped
class EventTopic {
    private static final String CHANNEL = "generation-completed";

    private final KafkaClientService clients;
    private final GenerationTrace trace;
    private final String topic;
    private KafkaProducer<String, byte[]> producer;
    private volatile boolean oneByOne;

    /** @param wired sends nothing, but the connector makes a producer only for a channel in use */
    EventTopic(
            @Channel(CHANNEL) MutinyEmitter<byte[]> wired,
            KafkaClientService clients,
            GenerationTrace trace,
            EventsConfig config) {
        this.clients = clients;
        this.trace = trace;
        this.topic = config.topic();
    }

    /**
     * Hands the rows' events to the producer in this order.
     *
     * @param repeated whether a row's event was published before
     * @param wanted asked right before each row is sent, since the producer may block; an unwanted row is not sent
     * @param answer called once for each row, on a thread of the producer: null when the broker has the event
     */
    void send(
            List<Generation> rows,
            Predicate<Generation> repeated,
            Predicate<Generation> wanted,
            BiConsumer<Generation, Throwable> answer) {
        producer()
                .runOnSendingThread((Producer<String, byte[]> kafka) -> {
                    for (Generation row : rows) {
                        if (wanted.test(row)) {
                            send(kafka, row, repeated.test(row), answer);
                            if (oneByOne) {
                                kafka.flush();
                            }
                        } else {
                            answer.accept(row, new CancellationException("not sent"));
                        }
                    }
                })
                .subscribe()
                .with(handedOver -> {}, failure -> rows.forEach(row -> answer.accept(row, failure)));
    }

    private void send(
            Producer<String, byte[]> kafka, Generation row, boolean replay, BiConsumer<Generation, Throwable> answer) {
        Span step = trace.begin("publish", SpanKind.PRODUCER, row);
        try {
            kafka.send(record(row, step, replay), (metadata, failure) -> {
                step.end();
                answer.accept(row, failure);
            });
        } catch (RuntimeException e) {
            step.end();
            answer.accept(row, e);
        }
    }

    private ProducerRecord<String, byte[]> record(Generation row, Span step, boolean replay) {
        try {
            CompletedEvent event = new CompletedEvent(row);
            Headers headers = event.headers(GenerationTrace.traceparent(step, row), replay);
            return new ProducerRecord<>(topic, null, event.key(), event.data(), headers);
        } catch (RuntimeException e) {
            throw new EventNotMadeException(e);
        }
    }

    /** Whether events are sent one by one, because the topic has no room for the producer's batches; slow. */
    void oneByOne(boolean alone) {
        oneByOne = alone;
    }

    /** The producer's configuration, including the connection to the broker. */
    Map<String, ?> configuration() {
        return producer().configuration();
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.getProducer(CHANNEL);
        }
        return producer;
    }
}
