package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.StoredGenerations;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is to be published.
 *
 * @param path what it is counted as, see {@link OutboxMetrics}
 * @param leases of the entries of the outbox that the rows are of; none when they are of none
 * @param rows whose events, in this order
 * @param repeated whether a row's event is one that was published before
 */
record EventOrder(String path, List<OutboxLease> leases, StoredGenerations rows, Predicate<Generation> repeated) {

    static EventOrder ofOutbox(String path, List<OutboxLease> leases, StoredGenerations rows) {
        return new EventOrder(path, leases, rows, row -> false);
    }

    /** Whether it follows its commit. */
    boolean direct() {
        return path.equals(OutboxMetrics.DIRECT);
    }

    int size() {
        return rows.readable().size();
    }
}
