package dev.gengate.outbox.topic;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tracks which partitions of the topic take events. A stalled partition gets no more, and its records stay in the producer;
 * the other partitions go on. The number of records in the producer is bounded for each partition.
 */
@ApplicationScoped
public class EventFlow {
    private static final Logger LOG = Logger.getLogger(EventFlow.class);
    /** For all partitions together; the producer's buffer.memory is twice that, because it rounds up. */
    private static final long MOST_BYTES = 16 * 1024 * 1024;

    private static final int MOST_UNDER_WAY = 4_000;
    private static final int FEWEST_RECORDS = 250;
    private static final long TICK_MILLIS = 100;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Integer, PartitionFlow> partitions = new ConcurrentHashMap<>();
    private final InFlight underWay = new InFlight();
    private final AtomicBoolean moves = new AtomicBoolean();
    private volatile int count = 1;
    private volatile boolean refused;

    EventFlow(Clock clock) {
        this.clock = clock;
    }

    /** Events being published. */
    public InFlight underWay() {
        return underWay;
    }

    /** Whether more events may follow: the broker did not refuse the last ones, some partition takes them, and it keeps up. */
    public boolean open() {
        return !refused && somePartitionTakes() && underWay.count() - stuck() < MOST_UNDER_WAY;
    }

    /** Whether the broker refused the last events. */
    public boolean refused() {
        return refused;
    }

    /** Whether at least one partition is not stalled. */
    public boolean somePartitionTakes() {
        long now = clock.millis();
        return partitions.values().stream()
                        .filter(partition -> partition.stalled(now))
                        .count()
                < count;
    }

    /** Logs each partition that has stalled since the last call. */
    public void tell() {
        long now = clock.millis();
        partitions.forEach((number, partition) -> {
            if (partition.toTell(now)) {
                LOG.warnf(
                        "partition %d of the topic is stalled: %d events wait in the producer, later ones in the"
                                + " outbox",
                        number, partition.records());
            }
        });
    }

    /** The number of records in stalled partitions. */
    private int stuck() {
        long now = clock.millis();
        return partitions.values().stream()
                .filter(partition -> partition.stalled(now))
                .mapToInt(PartitionFlow::records)
                .sum();
    }

    public void refuses() {
        refused = true;
    }

    public void takesAgain() {
        refused = false;
    }

    /** Whether a stalled partition has taken an event since the last call. */
    public boolean movesAgain() {
        return moves.compareAndSet(true, false);
    }

    /** Makes the next {@link #movesAgain} true. */
    public void movesStill() {
        moves.set(true);
    }

    /** Sets the topic's number of partitions. */
    void partitions(int number) {
        count = number;
    }

    /**
     * Waits on the producer's thread until there is room for a record of the partition, or until the partition counts as
     * stalled.
     *
     * @throws PartitionStalledException if it is stalled
     */
    void begin(int partition, int size) throws InterruptedException {
        PartitionFlow flow = partitions.computeIfAbsent(partition, number -> new PartitionFlow());
        do {
            if (flow.stalled(clock.millis())) {
                throw new PartitionStalledException(pause(flow));
            }
        } while (!flow.hasRoom(Math.max(FEWEST_RECORDS, MOST_UNDER_WAY / count), MOST_BYTES / count, TICK_MILLIS));
        flow.begin(size, clock.millis());
    }

    private Instant pause(PartitionFlow flow) {
        Duration silent = Duration.ofMillis(flow.stalledFor(clock.millis()));
        Duration pause = silent.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : silent;
        return clock.instant()
                .plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /** Records the broker's answer. */
    void end(int partition, int size, boolean taken) {
        if (partitions.get(partition).end(size, taken, clock.millis())) {
            LOG.infof("partition %d of the topic takes events again", partition);
            moves.set(true);
        }
    }
}
