package dev.gengate.outbox;

import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.OutboxStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Records the result of publishing outbox entries. If that fails, the entries are published again after their lease.
 */
@ApplicationScoped
class OutboxMarks {
    private static final Logger LOG = Logger.getLogger(OutboxMarks.class);

    /** Time until the first retry of an event set aside; the ledger extends it each time. */
    private static final Duration FIRST_TRY = Duration.ofMinutes(1);

    private final OutboxStore outbox;
    private final OutboxAcknowledger delivered;
    private final OutboxMetrics metrics;
    private final Clock clock;

    OutboxMarks(OutboxStore outbox, OutboxAcknowledger delivered, OutboxMetrics metrics, Clock clock) {
        this.outbox = outbox;
        this.delivered = delivered;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Records results. A partly published entry keeps the rest, so that the others are not published twice.
     *
     * @param left events not taken, to be sent again
     * @param atFault events that Kafka cannot take as they are
     */
    void write(List<OutboxEntry> entries, Set<UUID> left, Map<UUID, EventFault> atFault) {
        List<Long> done = new ArrayList<>();
        List<Long> inVain = new ArrayList<>();
        for (OutboxEntry entry : entries) {
            List<UUID> missing =
                    entry.generations().stream().filter(left::contains).toList();
            Map<UUID, EventFault> aside = of(entry, atFault);
            if (!aside.isEmpty()) {
                setAside(entry, missing, aside);
            } else if (missing.isEmpty()) {
                done.add(entry.id());
            } else if (missing.size() == entry.generations().size()) {
                inVain.add(entry.id());
            } else {
                report(outbox.left(entry, missing, clock.instant()), "partly published entry not updated");
            }
        }
        delivered.add(done);
        if (!inVain.isEmpty()) {
            release(inVain, entries.get(0).lease());
        }
    }

    private static Map<UUID, EventFault> of(OutboxEntry entry, Map<UUID, EventFault> atFault) {
        Map<UUID, EventFault> aside = new HashMap<>(atFault);
        aside.keySet().retainAll(entry.generations());
        return aside;
    }

    private void setAside(OutboxEntry entry, Collection<UUID> left, Map<UUID, EventFault> faults) {
        Instant now = clock.instant();
        report(
                outbox.setAside(entry, left, Publication.causes(faults), now, now.plus(FIRST_TRY))
                        .invoke(aside -> aside.forEach(id -> isAside(id, faults.get(id)))),
                "events not set aside, will retry");
    }

    private void isAside(UUID id, EventFault fault) {
        metrics.setAside(fault);
        LOG.warnf("the event of generation %s is set aside: %s", id, fault.wireName());
    }

    /** Frees the entries: under a lease they would come after everything that waits behind them. */
    private void release(List<Long> inVain, Instant lease) {
        report(outbox.release(inVain, lease, clock.instant()), "entries not released, published after their lease");
    }

    private static void report(Uni<?> mark, String otherwise) {
        mark.subscribe().with(written -> {}, lost -> LOG.warnf("%s: %s", otherwise, lost.getMessage()));
    }
}
