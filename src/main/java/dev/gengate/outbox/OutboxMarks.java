package dev.gengate.outbox;

import dev.gengate.generation.ledger.OutboxEntry;
import dev.gengate.generation.ledger.OutboxStore;
import dev.gengate.generation.ledger.OutboxStore.NextTry;
import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.PartitionStalledException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Records the result of publishing outbox entries. If that fails, the entries are published again after their lease.
 */
@ApplicationScoped
class OutboxMarks {
    private static final Logger LOG = Logger.getLogger(OutboxMarks.class);

    /** Time until the first retry of an event set aside; the ledger extends it each time. */
    private static final Duration FIRST_TRY = Duration.ofMinutes(1);

    /** What is given back is given back together. */
    private static final long GATHERED_MILLIS = 5;

    private static final int MOST_TOGETHER = 1_000;

    private final OutboxStore outbox;
    private final OutboxAcknowledger delivered;
    private final OutboxLeases leases;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final Coalescer<EntryAnswers> inVain;

    OutboxMarks(
            OutboxStore outbox,
            OutboxAcknowledger delivered,
            OutboxLeases leases,
            OutboxMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.outbox = outbox;
        this.delivered = delivered;
        this.leases = leases;
        this.metrics = metrics;
        this.clock = clock;
        this.inVain = Coalescer.allTogether(
                MOST_TOGETHER, task -> vertx.setTimer(GATHERED_MILLIS, timer -> task.run()), this::release);
    }

    /** An entry that went out in part keeps the rest, or the others would be published twice. */
    void write(EntryAnswers answers) {
        OutboxEntry entry = answers.lease().entry();
        if (!answers.atFault().isEmpty()) {
            setAside(entry, answers);
        } else if (answers.left().isEmpty()) {
            delivered.add(List.of(entry.id()));
        } else if (answers.left().size() == entry.generations().size()) {
            inVain.add(answers);
        } else {
            leases.end(List.of(entry.id()));
            report(outbox.left(entry, answers.left(), next(answers, clock.instant())), "published in part");
        }
    }

    private static NextTry next(EntryAnswers answers, Instant now) {
        PartitionStalledException stalled = answers.stalled();
        return stalled == null ? NextTry.at(now) : new NextTry(stalled.again(), true);
    }

    private void setAside(OutboxEntry entry, EntryAnswers answers) {
        leases.end(List.of(entry.id()));
        Instant now = clock.instant();
        Map<UUID, EventFault> faults = answers.atFault();
        report(
                outbox.setAside(entry, answers.left(), Publication.causes(faults), now, now.plus(FIRST_TRY))
                        .invoke(aside -> aside.forEach(id -> isAside(id, faults.get(id)))),
                "events not set aside, will retry");
    }

    private void isAside(UUID id, EventFault fault) {
        metrics.setAside(fault);
        LOG.warnf("the event of generation %s is set aside: %s", id, fault.wireName());
    }

    /**
     * They are the first again, unless they wait for a partition: under a lease they would come after all that waits behind
     * them.
     */
    private void release(List<EntryAnswers> entries) {
        leases.end(ids(entries));
        Instant now = clock.instant();
        UUID holder = entries.get(0).lease().entry().lease().holder();
        entries.stream()
                .collect(Collectors.groupingBy(answers -> next(answers, now)))
                .forEach((next, some) ->
                        report(outbox.release(ids(some), holder, next), "to be published after their lease"));
    }

    private static List<Long> ids(List<EntryAnswers> entries) {
        return entries.stream().map(answers -> answers.lease().entry().id()).toList();
    }

    private static void report(Uni<?> mark, String otherwise) {
        mark.subscribe().with(written -> {}, lost -> LOG.warnf("%s: %s", otherwise, lost.getMessage()));
    }
}
