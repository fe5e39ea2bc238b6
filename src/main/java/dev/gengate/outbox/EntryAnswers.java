package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.PartitionStalledException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What becomes of the events of one entry of the outbox. Told by one thread after the other. */
final class EntryAnswers {
    private final OutboxLease lease;
    private final Set<UUID> left = new HashSet<>();
    private final Map<UUID, EventFault> atFault = new HashMap<>();
    private PartitionStalledException stalled;
    private boolean failed;
    private int open;

    EntryAnswers(OutboxLease lease) {
        this.lease = lease;
    }

    OutboxLease lease() {
        return lease;
    }

    /** One more is to be answered. */
    void expect() {
        open++;
    }

    /** No event can be made of it. */
    synchronized void notMade(UUID id) {
        atFault.put(id, EventFault.NOT_MADE);
    }

    /** Whether it was the last answer. */
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

    /** Not taken, to be sent again. */
    Set<UUID> left() {
        return left;
    }

    /** Not taken for what they are. */
    Map<UUID, EventFault> atFault() {
        return atFault;
    }

    /** Why nothing but a partition keeps the rest back; null when there is another reason, or no rest. */
    PartitionStalledException stalled() {
        return failed ? null : stalled;
    }
}
