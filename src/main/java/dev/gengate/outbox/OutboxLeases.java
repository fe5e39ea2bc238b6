package dev.gengate.outbox;

import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.generation.outbox.OutboxStore;
import dev.gengate.generation.outbox.OutboxStore.NextTry;
import dev.gengate.schedule.Beat;
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
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The outbox entries that this process holds. Their leases are renewed together for as long as the producer has their
 * records, however long the broker stalls; when the process dies they expire.
 */
@ApplicationScoped
class OutboxLeases {
    private static final Logger LOG = Logger.getLogger(OutboxLeases.class);
    /** Allows three attempts before a lease expires. */
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
        beat.every("renewal of the leases of the outbox", RENEWED_EVERY, this::renew);
    }

    /** The lease of what this replica takes now. */
    OutboxEntry.Lease from(Instant now) {
        return new OutboxEntry.Lease(holder, now.plus(OutboxLease.LENGTH));
    }

    /** Begins to hold an entry. */
    OutboxLease hold(OutboxEntry entry) {
        OutboxLease lease = new OutboxLease(entry);
        held.put(entry.id(), lease);
        return lease;
    }

    /** Begins to hold the claimed entries that this process does not hold already: their leases had expired. */
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

    /** Stops holding the entries. */
    void end(Collection<Long> entries) {
        entries.forEach(held::remove);
    }

    /** Renews all leases that are some seconds old in one statement; usually there are none. */
    Uni<Void> renew() {
        Instant now = clock.instant();
        return renew(lease -> lease.olderThan(RENEWED_EVERY, now), now);
    }

    /**
     * Renews those that ran out while the database was away. The broker may have acknowledged their events: the relay, which
     * takes whatever is due, must not find them.
     */
    Uni<Void> renewWhatRanOut() {
        Instant now = clock.instant();
        return renew(lease -> lease.ranOut(now), now);
    }

    private Uni<Void> renew(Predicate<OutboxLease> which, Instant now) {
        List<Long> old = held.entrySet().stream()
                .filter(lease -> which.test(lease.getValue()))
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
            LOG.infof("outbox entry %d is no longer held here: another replica has it, or it is published", entry);
        }
    }

    /** On shutdown: releases everything that the broker has not acknowledged. */
    Uni<Integer> freeAll() {
        List<Long> all = List.copyOf(held.keySet());
        end(all);
        return all.isEmpty()
                ? Uni.createFrom().item(0)
                : outbox.release(all, holder, NextTry.at(clock.instant())).replaceWith(all.size());
    }
}
