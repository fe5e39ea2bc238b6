package dev.gengate.outbox.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Which partitions of one topic take events. A stalled partition gets no more, and its records stay in the producer; the
 * other partitions go on. The number of records in the producer is bounded for each partition.
 */
final class TopicFlow {
    private static final Logger LOG = Logger.getLogger(TopicFlow.class);
    private static final int FEWEST_RECORDS = 250;
    private static final long TICK_MILLIS = 100;
    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration BESIDE = Duration.ofSeconds(1);

    private final String topic;
    private final long mostBytes;
    private final int mostRecords;
    private final Clock clock;
    private final Map<Integer, PartitionFlow> partitions = new ConcurrentHashMap<>();
    private final AtomicBoolean moves = new AtomicBoolean();
    private final TopicHold hold;
    private volatile int count = 1;
    private volatile Instant refusedSince;
    private volatile Instant refusedUntil = Instant.MIN;

    /** @param mostBytes in the producer, of all partitions together */
    TopicFlow(String topic, int mostRecords, long mostBytes, Clock clock) {
        this.topic = topic;
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.hold = new TopicHold(clock);
    }

    /**
     * Whether at least one partition is not stalled, and the topic has not just refused an event. After the pause it is tried
     * again: only an accepted event shows that it has recovered.
     */
    boolean takes() {
        long now = clock.millis();
        return !refuses()
                && partitions.values().stream()
                                .filter(partition -> partition.stalled(now))
                                .count()
                        < count;
    }

    /** Logs each partition that has stalled since the last call. */
    void tell() {
        long now = clock.millis();
        partitions.forEach((number, partition) -> {
            if (partition.toTell(now)) {
                LOG.warnf(
                        "partition %d of the topic %s is stalled: %d events wait in the producer, later ones in the"
                                + " outbox",
                        number, topic, partition.records());
            }
        });
    }

    /** Whether some partition is stalled, and nobody knows that the topic itself refuses. */
    boolean stalls() {
        long now = clock.millis();
        return !refuses() && partitions.values().stream().anyMatch(partition -> partition.stalled(now));
    }

    /** The number of records in stalled partitions. */
    int stuck() {
        long now = clock.millis();
        return partitions.values().stream()
                .filter(partition -> partition.stalled(now))
                .mapToInt(PartitionFlow::records)
                .sum();
    }

    /** Whether the topic has taken an event since the last call, having been stalled or refusing. */
    boolean movesAgain() {
        return moves.compareAndSet(true, false);
    }

    void movesStill() {
        moves.set(true);
    }

    /** Sets the topic's number of partitions. */
    void partitions(int number) {
        count = number;
    }

    /**
     * The topic took no event, for a reason that other topics may not have: its events wait, longer and longer.
     *
     * @return what the event waits for
     */
    synchronized PartitionStalledException refused(Throwable why) {
        Instant now = clock.instant();
        if (refusedSince == null) {
            refusedSince = now;
            LOG.warnf("the topic %s takes no events: %s", topic, why.getClass().getSimpleName());
        }
        refusedUntil = pause(Duration.between(refusedSince, now));
        holdsUp(why, refusedUntil);
        return new PartitionStalledException(refusedUntil, why);
    }

    /** The only topic took no event; whether it waits is for the broker to tell. */
    void failed(Throwable why) {
        holdsUp(why, clock.instant());
    }

    /** Its producer is made anew, which gives up what waited: the topic is held up all the same, until it takes an event. */
    void silentSoFar() {
        Instant now = clock.instant();
        hold.refused(new PartitionStalledException(now), now);
    }

    private void holdsUp(Throwable why, Instant again) {
        if (EventFault.of(why) == EventFault.TOPIC) {
            hold.refused(why, again);
        }
    }

    /** An event failed for a reason that nobody knows; the others go on. */
    PartitionStalledException doubted(Throwable why) {
        return new PartitionStalledException(pause(Duration.ZERO), why);
    }

    /** An event was given up for the sake of another in its batch. */
    PartitionStalledException beside(Throwable why) {
        return new PartitionStalledException(clock.instant().plus(BESIDE), why);
    }

    Instant now() {
        return clock.instant();
    }

    /** For how long the topic, or a partition of it, has taken no events: it refuses them, or lets them wait in silence. */
    Duration held() {
        Duration silent = partitions.keySet().stream()
                .map(this::silent)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration refused = hold.length();
        return silent.compareTo(refused) > 0 ? silent : refused;
    }

    /** For how long a partition has taken nothing of what waits for it, if it is stalled. */
    Duration silent(int partition) {
        long now = clock.millis();
        PartitionFlow flow = partitions.get(partition);
        return flow != null && flow.stalled(now) ? Duration.ofMillis(flow.stalledFor(now)) : Duration.ZERO;
    }

    /** Why the topic, or a partition of it, has taken no events: the kind of failure; null while it takes them. */
    String reason() {
        long now = clock.millis();
        return hold.reason() != null
                ? hold.reason()
                : partitions.entrySet().stream()
                        .filter(partition -> partition.getValue().stalled(now))
                        .map(partition -> "partition " + partition.getKey() + " is stalled")
                        .findFirst()
                        .orElse(null);
    }

    private boolean refuses() {
        return refusedSince != null && clock.instant().isBefore(refusedUntil);
    }

    /** Throws if the topic has just refused an event, because asking it again takes seconds. */
    void check() {
        if (refuses()) {
            throw new PartitionStalledException(refusedUntil);
        }
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
                throw new PartitionStalledException(pause(Duration.ofMillis(flow.stalledFor(clock.millis()))));
            }
        } while (!flow.hasRoom(Math.max(FEWEST_RECORDS, mostRecords / count), mostBytes / count, TICK_MILLIS));
        flow.begin(size, clock.millis());
    }

    private Instant pause(Duration silent) {
        Duration pause = silent.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : silent;
        return clock.instant()
                .plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /** Records the broker's answer. */
    void end(int partition, int size, boolean taken) {
        if (partitions.get(partition).end(size, taken, clock.millis())) {
            LOG.infof("partition %d of the topic %s takes events again", partition, topic);
            moves.set(true);
        }
        if (taken) {
            hold.takes();
        }
        if (taken && refusedSince != null) {
            takesAgain();
        }
    }

    private synchronized void takesAgain() {
        if (refusedSince != null) {
            refusedSince = null;
            LOG.infof("the topic %s takes events again", topic);
            moves.set(true);
        }
    }
}
