package dev.gengate.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Collects items and hands them on together, in order. Either the first item goes at once and those that follow within a
 * moment go together, or all wait for that moment. A caller that can use the waiting items earlier may take them.
 */
final class Coalescer<T> {
    private final boolean firstAtOnce;
    private final int most;
    private final Consumer<Runnable> later;
    private final Consumer<List<T>> work;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean pausing = new AtomicBoolean();

    private Coalescer(boolean firstAtOnce, int most, Consumer<Runnable> later, Consumer<List<T>> work) {
        this.firstAtOnce = firstAtOnce;
        this.most = most;
        this.later = later;
        this.work = work;
    }

    /** @param later runs a task after the moment in which items collect */
    static <T> Coalescer<T> firstAtOnce(Consumer<Runnable> later, Consumer<List<T>> work) {
        return new Coalescer<>(true, Integer.MAX_VALUE, later, work);
    }

    /**
     * @param most items handed on together
     * @param later runs a task after the moment in which items collect
     */
    static <T> Coalescer<T> allTogether(int most, Consumer<Runnable> later, Consumer<List<T>> work) {
        return new Coalescer<>(false, most, later, work);
    }

    void add(T thing) {
        addAll(List.of(thing));
    }

    void addAll(Collection<T> things) {
        waiting.addAll(things);
        count.addAndGet(things.size());
        gather();
    }

    /** The number of waiting items. */
    int count() {
        return count.get();
    }

    /** Removes and returns the waiting items, at most as many as go together. */
    List<T> take() {
        List<T> taken = new ArrayList<>();
        T thing = waiting.poll();
        while (thing != null) {
            taken.add(thing);
            thing = taken.size() < most ? waiting.poll() : null;
        }
        count.addAndGet(-taken.size());
        return taken;
    }

    /** Hands the waiting items on at once. */
    void handOver() {
        List<T> taken = take();
        if (!taken.isEmpty()) {
            work.accept(taken);
        }
    }

    private void gather() {
        if (!waiting.isEmpty() && pausing.compareAndSet(false, true)) {
            later.accept(this::goOn);
            if (firstAtOnce) {
                handOver();
            }
        }
    }

    private void goOn() {
        pausing.set(false);
        if (!firstAtOnce) {
            handOver();
        }
        gather();
    }
}
