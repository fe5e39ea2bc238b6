package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.PartitionStalledException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Collects the broker's answers to the events of one outbox entry. Threads call it one after the other. */
final class EntryAnswers {
    private final OutboxLease lease;
    private final boolean probe;
    private final Set<UUID> left = new HashSet<>();
    private final Map<UUID, EventFault> atFault = new HashMap<>();
    private PartitionStalledException stalled;
    private boolean failed;
    private int open;

    /** @param probe whether the relay tries this entry alone */
    EntryAnswers(OutboxLease lease, boolean probe) {
        this.lease = lease;
        this.probe = probe;
    }

    /** Whether it failed alone, so that the cause may be in its events: the next probe takes another entry. */
    boolean failedAlone() {
        return probe && failed;
    }

    OutboxLease lease() {
        return lease;
    }

    /** Expects one more answer. */
    void expect() {
        open++;
    }

    /** No event can be made from the generation. */
    synchronized void notMade(UUID id) {
        atFault.put(id, EventFault.NOT_MADE);
    }

    /** Records one answer; whether it was the last. */
    synchronized boolean answered(UUID id, Throwable notTaken) {
        if (notTaken != null) {
            notTaken(id, notTaken);
        }
        open--;
        return over();
    }

    private void notTaken(UUID id, Throwable why) {
        EventFault fault = EventFault.of(why);
        if (fault.ofRecord()) {
            atFault.put(id, fault);
            return;
        }
        left.add(id);
        if (why instanceof PartitionStalledException partition) {
            stalled = partition;
        } else {
            failed = true;
        }
    }

    synchronized boolean over() {
        return open == 0;
    }

    /** Events that were not taken and will be sent again. */
    Set<UUID> left() {
        return left;
    }

    /** Events that were not taken because they are at fault themselves. */
    Map<UUID, EventFault> atFault() {
        return atFault;
    }

    /** The stalled partition, if it is the only reason why events are left; otherwise null. */
    PartitionStalledException stalled() {
        return failed ? null : stalled;
    }
}
