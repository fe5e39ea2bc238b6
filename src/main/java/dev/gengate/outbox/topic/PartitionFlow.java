package dev.gengate.outbox.topic;

import java.time.Duration;

/** The records of one partition that the producer holds and the broker has not acknowledged. */
public final class PartitionFlow {
    /** A partition is stalled when records wait and none was acknowledged for this long. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private int records;
    private long bytes;
    private long movedAt;
    private boolean told;

    synchronized void begin(int size, long now) {
        if (records == 0) {
            movedAt = now;
        }
        records++;
        bytes += size;
    }

    /** Records an answer; whether it ends a stall. */
    synchronized boolean end(int size, boolean taken, long now) {
        boolean stalled = stalled(now);
        records--;
        bytes -= size;
        if (taken) {
            movedAt = now;
            told = false;
        }
        notifyAll();
        return stalled && taken;
    }

    synchronized int records() {
        return records;
    }

    synchronized boolean stalled(long now) {
        return stalledFor(now) > PATIENCE.toMillis();
    }

    /** Whether it is stalled and this was not logged yet. */
    synchronized boolean toTell(long now) {
        boolean tell = stalled(now) && !told;
        told |= tell;
        return tell;
    }

    /** Milliseconds since the last acknowledgement, 0 if nothing waits. */
    synchronized long stalledFor(long now) {
        return records == 0 ? 0 : now - movedAt;
    }

    /** Waits for room, one tick at most; returns whether there is room. */
    synchronized boolean hasRoom(int mostRecords, long mostBytes, long tickMillis) throws InterruptedException {
        if (records >= mostRecords || bytes >= mostBytes) {
            wait(tickMillis);
        }
        return records < mostRecords && bytes < mostBytes;
    }
}
