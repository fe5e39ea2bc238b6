package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.StoredGenerations;
import java.util.List;
import java.util.function.Predicate;

/**
 * An order to publish events.
 *
 * @param path the metric's label, see {@link OutboxMetrics}
 * @param leases the leases of the rows' outbox entries; empty if the rows have none
 * @param rows the generations whose events are published, in this order
 * @param repeated whether a row's event was published before
 */
record EventOrder(String path, List<OutboxLease> leases, StoredGenerations rows, Predicate<Generation> repeated) {

    static EventOrder ofOutbox(String path, List<OutboxLease> leases, StoredGenerations rows) {
        return new EventOrder(path, leases, rows, row -> false);
    }

    /** Whether the events are published directly after their commit. */
    boolean direct() {
        return path.equals(OutboxMetrics.DIRECT);
    }

    /** Whether the relay tries one entry alone. */
    boolean probe() {
        return path.equals(OutboxMetrics.SWEEP) && leases.size() == 1;
    }

    int size() {
        return rows.readable().size();
    }
}
