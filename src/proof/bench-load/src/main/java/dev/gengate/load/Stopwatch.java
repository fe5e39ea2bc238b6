package dev.gengate.load;

import io.hyperfoil.api.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;

/**
 * Times each request from when it was due, not from when it could be sent: what waits for a connection or for a load
 * driver that fell behind counts (no coordinated omission). Used by one event loop only.
 */
final class Stopwatch {
    /** Hyperfoil looks for due arrivals once a millisecond; being late by that is the driver's grain, not the server's. */
    private static final long GRAIN_NANOS = 1_500_000;

    private static final long MAX_NANOS = 60_000_000_000L;

    private final Histogram latency = new Histogram(MAX_NANOS, 3);
    private final long[] dueOfSession = new long[1 << 16];
    private final long[] stamps;
    private final int rate;
    private long started;
    private long firstDue;
    private long lastEnd;
    private long late;

    Stopwatch(int rate, int linesToStamp) {
        this.rate = rate;
        this.stamps = new long[linesToStamp];
    }

    void begins(Session session, int line) {
        long now = System.nanoTime();
        if (started == 0) {
            firstDue = now;
        }
        dueOfSession[session.uniqueId()] = rate == 0 ? now : due(now);
        started++;
        if (line < stamps.length) {
            stamps[line] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }
    }

    private long due(long now) {
        long due = firstDue + started * 1_000_000_000L / rate;
        if (now - due <= GRAIN_NANOS) {
            return now;
        }
        late++;
        return due + GRAIN_NANOS;
    }

    void ends(Session session) {
        lastEnd = System.nanoTime();
        latency.recordValue(Math.min(MAX_NANOS, lastEnd - dueOfSession[session.uniqueId()]));
    }

    Histogram latency() {
        return latency;
    }

    double seconds() {
        return (lastEnd - firstDue) / 1e9;
    }

    /** Arrivals that the driver itself could not start within its grain. */
    long late() {
        return late;
    }

    void writeStamps(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(stamps.length * Long.BYTES);
        bytes.asLongBuffer().put(stamps);
        Files.write(file, bytes.array());
    }
}
