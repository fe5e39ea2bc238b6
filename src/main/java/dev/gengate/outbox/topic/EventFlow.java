package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Whether events flow to the broker: which topics take them, and how many the producers may hold. */
@ApplicationScoped
public class EventFlow {
    private static final Logger LOG = Logger.getLogger(EventFlow.class);

    /** For all topics together; the producers' buffer.memory is twice that, because it rounds up. */
    static final long MOST_BYTES = 16 * 1024 * 1024;

    private static final int MOST_UNDER_WAY = 4_000;
    /** Of the rows of all events under way, those of stalled partitions too, of which the producers hold a quarter. */
    private static final long MOST_BYTES_UNDER_WAY = 4 * MOST_BYTES;

    private final Map<String, TopicFlow> topics = new LinkedHashMap<>();
    private final Clock clock;
    private final InFlight underWay = new InFlight();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private volatile boolean refused;

    @Inject
    EventFlow(EventDestinations destinations, Clock clock) {
        this(destinations.topics(), clock);
    }

    EventFlow(Set<String> names, Clock clock) {
        this.clock = clock;
        names.forEach(topic -> topics.put(topic, of(topic, names.size())));
    }

    private TopicFlow of(String topic, int topics) {
        return new TopicFlow(topic, MOST_UNDER_WAY, MOST_BYTES / topics, clock);
    }

    /** A separate flow for a topic outside the outbox. */
    TopicFlow beside(String topic) {
        return of(topic, topics.size());
    }

    TopicFlow of(String topic) {
        return topics.get(topic);
    }

    /** Events being published. */
    public InFlight underWay() {
        return underWay;
    }

    /** The events of these rows are being published. */
    public void begin(List<Generation> rows) {
        underWay.begin(rows.size());
        bytesUnderWay.addAndGet(rows.stream().mapToLong(EventSize::of).sum());
    }

    /** The event of this row is published, or is not. */
    public void end(Generation row) {
        bytesUnderWay.addAndGet(-EventSize.of(row));
        underWay.end();
    }

    /** Whether more events may follow: the broker did not refuse the last ones, some partition takes them, and it keeps up. */
    public boolean open() {
        return !refused
                && somePartitionTakes()
                && underWay.count() - stuck() < MOST_UNDER_WAY
                && bytesUnderWay.get() < MOST_BYTES_UNDER_WAY;
    }

    /** Whether the broker refused the last events; with several topics, each waits for itself and this is never so. */
    public boolean refused() {
        return refused;
    }

    /** Whether at least one partition of a topic takes events. */
    public boolean somePartitionTakes() {
        return topics.values().stream().anyMatch(TopicFlow::takes);
    }

    /** The names of all topics. */
    public Set<String> names() {
        return topics.keySet();
    }

    /** For how long a topic, or a partition of it, has taken no events, as far as this replica knows. */
    public Duration held(String topic) {
        return topics.get(topic).held();
    }

    /** Logs each partition that has stalled since the last call. */
    public void tell() {
        topics.values().forEach(TopicFlow::tell);
    }

    private int stuck() {
        return topics.values().stream().mapToInt(TopicFlow::stuck).sum();
    }

    public void refuses() {
        refused = true;
    }

    /** The broker takes events again: those of new commits are published directly from now on. */
    public void takesAgain() {
        if (refused) {
            LOG.info("the broker takes events again");
        }
        refused = false;
    }

    /** Whether what was stalled has taken an event since the last call. */
    public boolean movesAgain() {
        // each is asked: what it says, it says once
        return topics.values().stream().filter(TopicFlow::movesAgain).count() > 0;
    }

    /** Makes the next {@link #movesAgain} true. */
    public void movesStill() {
        topics.values().forEach(TopicFlow::movesStill);
    }
}
