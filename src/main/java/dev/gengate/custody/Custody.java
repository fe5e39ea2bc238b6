package dev.gengate.custody;

import dev.gengate.custody.Copier.Job;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.outbox.OutboxEntry.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * The way of results from a commit into the store: what is committed here is copied here at once, as long as there is
 * room; a sweep of any replica takes the rest.
 */
@ApplicationScoped
public class Custody {
    private final CustodyConfig config;
    private final Copies copies;
    private final CustodyLeases leases;
    private final boolean on;

    Custody(CustodyConfig config, Copies copies, CustodyLeases leases) {
        this.config = config;
        this.copies = copies;
        this.leases = leases;
        this.on = config.store() != CustodyConfig.Store.NONE;
    }

    /** How the results of what is committed now are kept; null if they are not. */
    public CustodyStore.Terms terms(Instant now) {
        if (!on) {
            return null;
        }
        Lease lease = copies.room() > 0 ? leases.from(now) : Lease.nobodys(now);
        return new CustodyStore.Terms(lease, now.plus(config.patience()), now.plus(config.giveUpAfter()));
    }

    /** Copies the results of what was committed under these terms. */
    public void take(List<Generation> rows, CustodyStore.Terms terms) {
        if (terms == null || !terms.lease().held()) {
            return;
        }
        rows.stream()
                .filter(CustodyStore::keeps)
                .forEach(row -> copies.add(
                        new Job(row, terms.expiresAt(), 0, null), terms.lease().until()));
    }
}
