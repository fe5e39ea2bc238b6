package dev.gengate.custody;

import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.outbox.OutboxEntry.Lease;
import dev.gengate.schedule.Beat;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What this process copies. Its leases are renewed while it works on them; when it dies they expire. */
@ApplicationScoped
class CustodyLeases {
    static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

    private final CustodyStore store;
    private final Clock clock;
    private final UUID holder = UUID.randomUUID();
    private final Map<UUID, Instant> held = new ConcurrentHashMap<>();

    CustodyLeases(CustodyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void start(Beat beat) {
        beat.every("renewal of the leases of results", RENEWED_EVERY, this::renew);
    }

    UUID holder() {
        return holder;
    }

    /** The lease of what this replica takes now. */
    Lease from(Instant now) {
        return new Lease(holder, now.plus(LENGTH));
    }

    /** Begins to hold it; false if this process does already. */
    boolean hold(UUID id, Instant until) {
        return held.put(id, until) == null;
    }

    void end(UUID id) {
        held.remove(id);
    }

    /** Whether no other replica can have taken it. */
    boolean mine(UUID id) {
        return clock.instant().isBefore(held.getOrDefault(id, Instant.EPOCH));
    }

    /** Writes down what is stored so far of one, where no other replica copies it by now. */
    Uni<Void> keep(UUID id, String results) {
        return store.keep(id, holder, results);
    }

    private Uni<Void> renew() {
        Instant now = clock.instant();
        Lease lease = from(now);
        Instant old = lease.until().minus(RENEWED_EVERY);
        List<UUID> due = held.entrySet().stream()
                .filter(one -> !one.getValue().isAfter(old))
                .map(Map.Entry::getKey)
                .toList();
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.renew(due, lease)
                        .invoke(kept -> renewed(due, kept, lease.until()))
                        .replaceWithVoid();
    }

    private void renewed(Collection<UUID> asked, Set<UUID> kept, Instant until) {
        asked.forEach(id -> held.computeIfPresent(id, (same, before) -> kept.contains(id) ? until : Instant.EPOCH));
    }
}
