package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;
import dev.gengate.observability.GenerationTrace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The topics of events: one for all callers, one for what is stored late, and one for each caller that has its own for both. */
@ApplicationScoped
public class EventTopics {
    private final EventDestinations destinations;
    private final EventProducers producers;
    private final GenerationTrace trace;
    private final EventFlow flow;
    private final Clock clock;
    private final Map<String, TopicSender> topics = new HashMap<>();
    private final TopicSender late;

    EventTopics(
            EventDestinations destinations,
            EventProducers producers,
            EventFlow flow,
            GenerationTrace trace,
            Clock clock) {
        this.destinations = destinations;
        this.producers = producers;
        this.trace = trace;
        this.flow = flow;
        this.clock = clock;
        destinations.topics().forEach(topic -> topics.put(topic, sender(topic, flow.of(topic))));
        String stored = destinations.storedTopic();
        this.late = topics.containsKey(stored) ? topics.get(stored) : sender(stored, flow.beside(stored));
    }

    private TopicSender sender(String topic, TopicFlow flow) {
        return new TopicSender(topic, producers.of(topic), flow, destinations, trace, clock);
    }

    /** The events of one call of {@link #send}, and the receiver of the answers. */
    public interface Batch {

        /** Asked right before the event is handed over; false if it must no longer be sent. */
        boolean wanted(Generation row);

        /** Called once for each row, on any thread; null means that the broker has the event. */
        void answered(Generation row, Throwable notTaken);
    }

    /**
     * Hands the rows' events to the producers, those of one topic in this order.
     *
     * @param repeated whether a row's event was published before
     * @param batch is asked for each row, and gets one answer for each, on a thread of the producer
     */
    public void send(List<Generation> rows, Predicate<Generation> repeated, Batch batch) {
        if (topics.size() == 1) {
            topics.values().forEach(topic -> topic.send(rows, repeated, batch));
        } else {
            rows.stream()
                    .collect(Collectors.groupingBy(row -> destinations.topicOf(row.caller())))
                    .forEach((topic, some) -> topics.get(topic).send(some, repeated, batch));
        }
    }

    /**
     * Sends the event of results that were stored only after their generation's event had gone. Ends once the broker has it,
     * or it is not taken; while its topic takes none, that is at once.
     */
    public Uni<Void> sendStored(Generation row, Instant storedAt) {
        TopicSender topic = topics.getOrDefault(destinations.storedTopicOf(row.caller()), late);
        return Uni.createFrom()
                .emitter(emitter -> topic.send(new StoredEvent(row, storedAt), notTaken -> {
                    if (notTaken == null) {
                        emitter.complete(null);
                    } else {
                        emitter.fail(notTaken);
                    }
                }));
    }

    /** For what a caller's event waits: its topic, and why that takes none, as far as this replica knows. */
    public String whatHoldsUp(String caller) {
        String topic = destinations.topicOf(caller);
        String reason = flow.of(topic).reason();
        return reason == null ? topic : topic + ": " + reason;
    }

    /** Finds out which of the topics of which nothing moves are gone. Does not block. */
    public void askStalled() {
        topics.values().forEach(TopicSender::askIfStalled);
        late.askIfStalled();
    }
}
