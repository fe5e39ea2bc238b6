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
 * Whether the topic takes events, partition by partition. A partition that takes none gets no more, and what it has got stays
 * with the producer; the others go on. What the producer holds is bounded for each of them.
 */
@ApplicationScoped
public class EventFlow {
    private static final Logger LOG = Logger.getLogger(EventFlow.class);
    /** Of all partitions together; the producer's buffer.memory is twice that, since it rounds up. */
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

    /** Events that somebody has begun to publish. */
    public InFlight underWay() {
        return underWay;
    }

    /** Whether more events may follow: the broker refused none at last, some partition takes them, and it keeps up. */
    public boolean open() {
        return !refused && somePartitionTakes() && underWay.count() - stuck() < MOST_UNDER_WAY;
    }

    /** What was handed over last was given back. */
    public boolean refused() {
        return refused;
    }

    /** While none does, those that wait in the producer are tries enough. */
    public boolean somePartitionTakes() {
        long now = clock.millis();
        return partitions.values().stream()
                        .filter(partition -> partition.stalled(now))
                        .count()
                < count;
    }

    /** One line for each partition that has come to take nothing. */
    public void tell() {
        long now = clock.millis();
        partitions.forEach((number, partition) -> {
            if (partition.toTell(now)) {
                LOG.warnf(
                        "partition %d of the topic takes nothing: %d events wait in the producer, later ones in the"
                                + " outbox",
                        number, partition.records());
            }
        });
    }

    /** Records of partitions that take none. */
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

    /** Whether a partition that had taken none has taken an event since this was asked last. */
    public boolean movesAgain() {
        return moves.compareAndSet(true, false);
    }

    /** To be asked again. */
    public void movesStill() {
        moves.set(true);
    }

    /** As many as the topic has. */
    void partitions(int number) {
        count = number;
    }

    /**
     * Waits until there is room for a record of the partition, on the producer's thread; at most as long as it takes to know
     * that the partition takes none.
     *
     * @throws PartitionStalledException when it takes none
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

    /** The broker has answered. */
    void end(int partition, int size, boolean taken) {
        if (partitions.get(partition).end(size, taken, clock.millis())) {
            LOG.infof("partition %d of the topic takes events again", partition);
            moves.set(true);
        }
    }
}
