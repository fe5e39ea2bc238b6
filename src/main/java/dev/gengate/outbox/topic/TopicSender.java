package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;
import dev.gengate.observability.GenerationTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Headers;

/** Makes the events of one topic, completed ones and those of what is stored late, and hands them to its producer. */
final class TopicSender {
    private static final int ABOUT_ITS_HEAD = 512;
    /** The client has asked for its producer's id by then, three times if the broker did not answer. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final String topic;
    private final TopicThread<String> thread;
    private final TopicFlow flow;
    private final EventDestinations destinations;
    private final GenerationTrace trace;
    private final Clock clock;
    private final Blame blame;
    private final AtomicBoolean asks = new AtomicBoolean();

    TopicSender(
            String topic,
            TopicThread<String> thread,
            TopicFlow flow,
            EventDestinations destinations,
            GenerationTrace trace,
            Clock clock) {
        this.topic = topic;
        this.thread = thread;
        this.flow = flow;
        this.destinations = destinations;
        this.trace = trace;
        this.clock = clock;
        this.blame = new Blame(flow, destinations.topics().equals(Set.of(topic)));
    }

    void send(List<Generation> rows, Predicate<Generation> repeated, EventTopics.Batch batch) {
        thread.run(
                kafka -> {
                    for (Generation row : rows) {
                        if (batch.wanted(row)) {
                            send(kafka, row, repeated.test(row), batch);
                        } else {
                            batch.answered(row, new CancellationException("not sent"));
                        }
                    }
                },
                failure -> rows.forEach(row -> batch.answered(row, blame.ofTopic(failure))));
    }

    /** @param answer called once, on any thread; null means that the broker has the event */
    void send(StoredEvent event, Consumer<Throwable> answer) {
        Generation row = event.generation();
        thread.run(
                kafka -> handOver(
                        kafka,
                        row,
                        () -> event.record(topic, partition(kafka, row), clock.millis()),
                        failure -> answer.accept(failure == null ? null : blame.of(row.id(), failure))),
                failure -> answer.accept(blame.ofTopic(failure)));
    }

    /**
     * Asks whether the topic is there if nothing moves: a producer waits in silence for one that is gone. One that is silent
     * for long though a partition has a leader, and has never sent anything, is made anew.
     */
    void askIfStalled() {
        if (flow.stalls() && asks.compareAndSet(false, true)) {
            thread.run(this::ask, failure -> asks.set(false));
        }
    }

    private void ask(TopicProducer<String> kafka) {
        try {
            if (kafka.partitionsOf(topic).stream().anyMatch(this::shouldTake) && kafka.renewIfNothingSent()) {
                flow.silentSoFar();
            }
        } catch (RuntimeException e) {
            blame.ofTopic(e);
        } finally {
            asks.set(false);
        }
    }

    private boolean shouldTake(PartitionInfo partition) {
        return partition.leader() != null && flow.silent(partition.partition()).compareTo(SILENCE) > 0;
    }

    private void send(TopicProducer<String> kafka, Generation row, boolean replay, EventTopics.Batch batch) {
        Span step = trace.begin("publish", SpanKind.PRODUCER, row);
        Consumer<Throwable> answer = failure -> {
            step.end();
            batch.answered(row, failure == null ? null : blame.of(row.id(), failure));
        };
        handOver(kafka, row, () -> record(kafka, row, step, replay), answer);
    }

    private void handOver(
            TopicProducer<String> kafka,
            Generation row,
            Supplier<ProducerRecord<String, byte[]>> event,
            Consumer<Throwable> answer) {
        try {
            flow.check();
            send(kafka, row, event.get(), answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.accept(new CancellationException("interrupted"));
        } catch (RuntimeException e) {
            answer.accept(e);
        }
    }

    /** An event without its input counts as its row, which is on the heap as long. */
    private void send(
            TopicProducer<String> kafka,
            Generation row,
            ProducerRecord<String, byte[]> event,
            Consumer<Throwable> answer)
            throws InterruptedException {
        int size = Math.max(event.value().length + ABOUT_ITS_HEAD, EventSize.of(row));
        flow.begin(event.partition(), size);
        kafka.send(event, failure -> {
            flow.end(event.partition(), size, failure == null);
            answer.accept(blame.answered(failure));
        });
    }

    private ProducerRecord<String, byte[]> record(
            TopicProducer<String> kafka, Generation row, Span step, boolean replay) {
        int partition = partition(kafka, row);
        try {
            CompletedEvent event = new CompletedEvent(row, destinations.withInput(row.caller()));
            Headers headers = event.headers(GenerationTrace.traceparent(step, row), replay);
            return new ProducerRecord<>(topic, partition, clock.millis(), event.key(), event.data(), headers);
        } catch (RuntimeException e) {
            throw new EventNotMadeException(e);
        }
    }

    /** Chooses the partition as the producer would, to know beforehand whether it is stalled. */
    private int partition(TopicProducer<String> kafka, Generation row) {
        int partitions = kafka.partitionsOf(topic).size();
        flow.partitions(partitions);
        byte[] key = row.id().toString().getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }
}
