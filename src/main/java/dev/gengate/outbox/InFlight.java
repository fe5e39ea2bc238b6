package dev.gengate.outbox;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what has begun and not ended, so that a replica that is told to go can wait for it. */
public final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private volatile CompletableFuture<Void> idle = new CompletableFuture<>();

    /** One more has begun. */
    public void begin() {
        begin(1);
    }

    /** So many more have begun. */
    void begin(int more) {
        count.addAndGet(more);
    }

    /** One has ended, well or badly. */
    public void end() {
        end(1);
    }

    /** So many have ended, well or badly. */
    void end(int fewer) {
        if (count.addAndGet(-fewer) == 0) {
            idle.complete(null);
        }
    }

    /** How many are under way. */
    public int count() {
        return count.get();
    }

    /** Waits until none is under way, for so long at most; blocks, for shutdown only. Whether none is left. */
    public boolean awaitIdle(Duration patience) {
        idle = new CompletableFuture<>();
        if (count.get() == 0) {
            return true;
        }
        try {
            idle.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
