package dev.gengate.outbox.topic;

import java.time.Duration;

/** The records of one partition that the producer has and the broker has not acknowledged. */
public final class PartitionFlow {
    /** A partition of which nothing was acknowledged for so long, though something waits, takes nothing at the moment. */
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

    /** Whether it takes events again that had taken none. */
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

    /** Whether it is stalled and this was not said yet. */
    synchronized boolean toTell(long now) {
        boolean tell = stalled(now) && !told;
        told |= tell;
        return tell;
    }

    /** Milliseconds without an acknowledgement. */
    synchronized long stalledFor(long now) {
        return records == 0 ? 0 : now - movedAt;
    }

    /** Waits for room, but for one tick of the clock at most; whether there is some. */
    synchronized boolean hasRoom(int mostRecords, long mostBytes, long tickMillis) throws InterruptedException {
        if (records >= mostRecords || bytes >= mostBytes) {
            wait(tickMillis);
        }
        return records < mostRecords && bytes < mostBytes;
    }
}
