package dev.gengate.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands items on: the first at once, then those that follow closely together, since items gather for a moment after
 * each hand-over. Keeps their order.
 */
final class SendCoalescer<T> {
    private final Consumer<Runnable> later;
    private final Consumer<List<T>> work;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean pausing = new AtomicBoolean();

    /** @param later runs a task after the moment in which items gather */
    SendCoalescer(Consumer<Runnable> later, Consumer<List<T>> work) {
        this.later = later;
        this.work = work;
    }

    void add(T thing) {
        waiting.add(thing);
        handOver();
    }

    private void handOver() {
        if (!waiting.isEmpty() && pausing.compareAndSet(false, true)) {
            List<T> gathered = new ArrayList<>();
            for (T thing = waiting.poll(); thing != null; thing = waiting.poll()) {
                gathered.add(thing);
            }
            later.accept(this::goOn);
            work.accept(gathered);
        }
    }

    private void goOn() {
        pausing.set(false);
        handOver();
    }
}
