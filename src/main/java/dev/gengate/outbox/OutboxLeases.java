package dev.gengate.outbox;

import dev.gengate.database.Beat;
import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.OutboxStore;
import dev.gengate.generation.ledger.OutboxStore.NextTry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The entries of the outbox that this life of this replica holds. While their records are with the producer, however long
 * the broker stalls, their leases are renewed together; when the process dies they run out.
 */
@ApplicationScoped
class OutboxLeases {
    private static final Logger LOG = Logger.getLogger(OutboxLeases.class);
    /** Three tries before a lease runs out. */
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

    private final OutboxStore outbox;
    private final Clock clock;
    private final UUID holder = UUID.randomUUID();
    private final Map<Long, OutboxLease> held = new ConcurrentHashMap<>();

    OutboxLeases(OutboxStore outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(RENEWED_EVERY, this::renew);
    }

    /** What this replica takes now is its own so long. */
    OutboxEntry.Lease from(Instant now) {
        return new OutboxEntry.Lease(holder, now.plus(OutboxLease.LENGTH));
    }

    /** From now on the entry is under way here. */
    OutboxLease hold(OutboxEntry entry) {
        OutboxLease lease = new OutboxLease(entry);
        held.put(entry.id(), lease);
        return lease;
    }

    /** Those of the entries, just claimed, that are not under way here: of those that are, the lease had run out. */
    List<OutboxLease> holdNew(List<OutboxEntry> claimed) {
        return claimed.stream()
                .filter(entry -> !renewed(entry.id(), entry.lease().until()))
                .map(this::hold)
                .toList();
    }

    private boolean renewed(long entry, Instant until) {
        OutboxLease lease = held.get(entry);
        if (lease != null) {
            lease.renewed(until);
        }
        return lease != null;
    }

    /** They are no longer under way here. */
    void end(Collection<Long> entries) {
        entries.forEach(held::remove);
    }

    /** One statement for all that has been under way for some seconds; in a usual second there is none. */
    Uni<Void> renew() {
        Instant now = clock.instant();
        List<Long> old = held.entrySet().stream()
                .filter(lease -> lease.getValue().olderThan(RENEWED_EVERY, now))
                .map(Map.Entry::getKey)
                .toList();
        OutboxEntry.Lease renewed = from(now);
        return old.isEmpty()
                ? Uni.createFrom().voidItem()
                : outbox.renew(old, renewed)
                        .invoke(kept -> renewed(old, kept, renewed.until()))
                        .replaceWithVoid();
    }

    private void renewed(List<Long> asked, Set<Long> kept, Instant until) {
        kept.forEach(entry -> renewed(entry, until));
        asked.stream().filter(entry -> !kept.contains(entry)).forEach(this::lost);
    }

    private void lost(Long entry) {
        OutboxLease lease = held.get(entry);
        if (lease != null) {
            lease.lost();
            LOG.infof("commit %d of the outbox is not held here any more: another replica has it, or it is out", entry);
        }
    }

    /** At the end: what the broker has not acknowledged is anybody's at once. */
    Uni<Integer> freeAll() {
        List<Long> all = List.copyOf(held.keySet());
        end(all);
        return all.isEmpty()
                ? Uni.createFrom().item(0)
                : outbox.release(all, holder, NextTry.at(clock.instant())).replaceWith(all.size());
    }
}
