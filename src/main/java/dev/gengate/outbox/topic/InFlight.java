package dev.gengate.outbox.topic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts work in flight, so that shutdown can wait for it. */
public final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private volatile CompletableFuture<Void> idle = new CompletableFuture<>();

    /** Counts one more. */
    public void begin() {
        begin(1);
    }

    /** Counts this many more. */
    public void begin(int more) {
        count.addAndGet(more);
    }

    /** Counts one less, successful or not. */
    public void end() {
        end(1);
    }

    /** Counts this many less, successful or not. */
    public void end(int fewer) {
        if (count.addAndGet(-fewer) == 0) {
            idle.complete(null);
        }
    }

    /** The number in flight. */
    public int count() {
        return count.get();
    }

    /** Blocks until none is in flight or the patience is over, for shutdown only. Whether none is left. */
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
