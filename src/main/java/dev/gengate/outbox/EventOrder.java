package dev.gengate.outbox;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.StoredGenerations;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * An order to publish events.
 *
 * @param leases the leases of the rows' outbox entries; empty if the rows have none
 * @param rows the generations whose events are published, in this order
 * @param repeated whether a row's event was published before
 */
record EventOrder(Path path, List<OutboxLease> leases, StoredGenerations rows, Predicate<Generation> repeated) {

    /** Why events are published. */
    enum Path {
        /** Right after their commit. */
        DIRECT,
        /** The relay found them in the outbox. */
        SWEEP,
        /** Somebody asked for them again. */
        REPLAY,
        /** They had been set aside. */
        RETRY;

        /** In metrics and the log. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static EventOrder ofOutbox(Path path, List<OutboxLease> leases, StoredGenerations rows) {
        return new EventOrder(path, leases, rows, row -> false);
    }

    /** Whether the events are published directly after their commit. */
    boolean direct() {
        return path == Path.DIRECT;
    }

    /** Whether the relay tries one entry alone. */
    boolean probe() {
        return path == Path.SWEEP && leases.size() == 1;
    }

    int size() {
        return rows.readable().size();
    }
}
