package dev.gengate.proof.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The provider's rate limit, as strict as it can be: in no interval of the period's length are more than {@code limit}
 * passes given. A refused try does not count. Times are nanoseconds of one steady clock.
 */
final class SlidingWindow {
    private final int limit;
    private final long period;
    private final Deque<Long> passes = new ArrayDeque<>();
    private int highest;

    /** @param limit passes in a period; 0 for no limit, which still counts. */
    SlidingWindow(int limit, long periodNanos) {
        this.limit = limit;
        this.period = periodNanos;
    }

    boolean pass(long now) {
        while (!passes.isEmpty() && now - passes.peekFirst() >= period) {
            passes.removeFirst();
        }
        if (limit > 0 && passes.size() >= limit) {
            return false;
        }
        passes.addLast(now);
        highest = Math.max(highest, passes.size());
        return true;
    }

    /** The most passes that were ever given in one period. */
    int highest() {
        return highest;
    }
}
