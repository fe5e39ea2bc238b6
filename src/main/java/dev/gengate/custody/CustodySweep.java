package dev.gengate.custody;

import dev.gengate.custody.Copier.Job;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.CustodyStore.Due;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.generation.outbox.OutboxEntry.Lease;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.OutboxRelay;
import dev.gengate.outbox.TopicLimit;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes what a crash, an outage or a busy replica left in custody, and lets events go that have waited long enough. Every
 * replica runs it. Without a store it only lets go what one before had left.
 */
@ApplicationScoped
class CustodySweep {
    private static final Logger LOG = Logger.getLogger(CustodySweep.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LEFT_OVER_EVERY = Duration.ofMinutes(1);
    private static final Duration FIGURES_EVERY = Duration.ofSeconds(15);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final Duration FREEING = Duration.ofSeconds(2);
    private static final int MOST = 100;

    private final StoreOfResults store;
    private final CustodyStore ledger;
    private final GenerationStore generations;
    private final CustodyLeases leases;
    private final Copies copies;
    private final Settling settling;
    private final OutboxRelay relay;
    private final CustodyMetrics metrics;
    private final Clock clock;

    CustodySweep(
            StoreOfResults store,
            CustodyStore ledger,
            GenerationStore generations,
            CustodyLeases leases,
            Copies copies,
            Settling settling,
            OutboxRelay relay,
            CustodyMetrics metrics,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.generations = generations;
        this.leases = leases;
        this.copies = copies;
        this.settling = settling;
        this.relay = relay;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat, TopicLimit limits) {
        if (!store.on()) {
            beat.every("sweep of results", LEFT_OVER_EVERY, () -> tell().chain(() -> ledger.forget(clock.instant())));
            return;
        }
        store.get();
        limits.watchStored();
        leases.start(beat);
        beat.every("sweep of results", EVERY, () -> tell().chain(this::claim));
        beat.every("count of results", FIGURES_EVERY, this::figures);
    }

    private Uni<Void> figures() {
        Instant now = clock.instant();
        return ledger.waiting(now, now.plus(store.lastHours()))
                .invoke(metrics::waiting)
                .replaceWithVoid();
    }

    /** What this replica has begun and cannot end is at once another's. */
    void stop(@Observes @Priority(OutboxPublisher.FLUSH - 1) ShutdownEvent event) {
        if (!store.on()) {
            return;
        }
        copies.close(ENDING);
        try {
            ledger.free(leases.holder(), clock.instant()).await().atMost(FREEING);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "custody leases not released; the other replicas copy the results when they expire: %s",
                    e.getClass().getSimpleName());
        }
    }

    Uni<Void> tell() {
        return Repeated.whileFull(this::tellBatch, Integer.MAX_VALUE);
    }

    private Uni<Boolean> tellBatch() {
        return ledger.tell(clock.instant()).map(events -> {
            metrics.wentWithout(events);
            if (events > 0) {
                relay.sweep();
            }
            return events == CustodyStore.MOST_TOLD;
        });
    }

    private Uni<Void> claim() {
        if (copies.isClosed()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        Lease lease = leases.from(now);
        return ledger.claim(now, lease, Math.min(MOST, copies.room()))
                .flatMap(due -> due.isEmpty() ? Uni.createFrom().voidItem() : take(due, lease));
    }

    private Uni<Void> take(List<Due> due, Lease lease) {
        Map<UUID, Due> byId = due.stream().collect(Collectors.toMap(Due::id, Function.identity()));
        return generations.findAll(byId.keySet()).flatMap(rows -> {
            rows.readable().forEach(row -> take(row, byId.get(row.id()), lease.until()));
            return notTaken(byId, rows);
        });
    }

    private void take(Generation row, Due due, Instant until) {
        if (due.storedAt() == null) {
            copies.add(new Job(row, due.expiresAt(), due.tries(), due.cause()), until);
        } else if (leases.hold(row.id(), until)) {
            settling.tell(row, due.storedAt());
        }
    }

    /** What is purged, or cannot be read and had in time, is over; the events of the latter are the outbox's. */
    private Uni<Void> notTaken(Map<UUID, Due> due, StoredGenerations rows) {
        Instant now = clock.instant();
        rows.readable().forEach(row -> due.remove(row.id()));
        List<UUID> later = rows.unreadable().stream()
                .filter(id -> now.isBefore(due.get(id).expiresAt()))
                .toList();
        List<UUID> over =
                due.keySet().stream().filter(id -> !later.contains(id)).toList();
        metrics.lost((int) over.stream().filter(rows.unreadable()::contains).count());
        Uni<Void> again = later.isEmpty()
                ? Uni.createFrom().voidItem()
                : ledger.again(later, leases.holder(), now.plus(LEFT_OVER_EVERY));
        return over.isEmpty() ? again : again.chain(() -> ledger.done(over, leases.holder()));
    }
}
