package dev.gengate.outbox;

import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.generation.outbox.OutboxStore;
import dev.gengate.generation.outbox.OutboxStore.NextTry;
import dev.gengate.outbox.topic.EventFault;
import dev.gengate.outbox.topic.PartitionStalledException;
import dev.gengate.schedule.Timers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Records the result of publishing outbox entries, and tries until that succeeds. Until then this replica keeps their leases:
 * without the mark all of an entry's events would be published again, those too that the broker has.
 */
@ApplicationScoped
class OutboxMarks {
    private static final Logger LOG = Logger.getLogger(OutboxMarks.class);

    /** Time until the first retry of an event set aside; the ledger extends it each time. */
    private static final Duration FIRST_TRY = Duration.ofMinutes(1);

    /** So that the next probe takes another entry, while there is one. */
    private static final Duration AFTER_A_PROBE = Duration.ofSeconds(3);

    /** Released entries are collected for this long and released together. */
    private static final long GATHERED_MILLIS = 5;

    private static final int MOST_TOGETHER = 1_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final OutboxStore outbox;
    private final OutboxAcknowledger delivered;
    private final OutboxLeases leases;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final Vertx vertx;
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
        this.vertx = vertx;
        this.inVain =
                Coalescer.allTogether(MOST_TOGETHER, task -> Timers.after(vertx, GATHERED_MILLIS, task), this::release);
    }

    /** An entry that was published in part keeps only the rest, so that no event is published twice. */
    void write(EntryAnswers answers) {
        OutboxEntry entry = answers.lease().entry();
        if (!answers.atFault().isEmpty()) {
            setAside(entry, answers);
        } else if (answers.left().isEmpty()) {
            delivered.add(List.of(entry.id()));
        } else if (answers.left().size() == entry.generations().size()) {
            inVain.add(answers);
        } else {
            NextTry next = next(answers, clock.instant());
            mark(List.of(entry.id()), () -> outbox.left(entry, answers.left(), next));
        }
    }

    private static NextTry next(EntryAnswers answers, Instant now) {
        PartitionStalledException stalled = answers.stalled();
        return stalled != null
                ? new NextTry(stalled.again(), true)
                : NextTry.at(answers.failedAlone() ? now.plus(AFTER_A_PROBE) : now);
    }

    private void setAside(OutboxEntry entry, EntryAnswers answers) {
        Instant now = clock.instant();
        Map<UUID, EventFault> faults = answers.atFault();
        mark(List.of(entry.id()), () -> outbox.setAside(
                        entry, answers.left(), Publication.causes(faults), now, now.plus(FIRST_TRY))
                .invoke(aside -> aside.forEach(id -> isAside(id, faults.get(id)))));
    }

    private void isAside(UUID id, EventFault fault) {
        metrics.setAside(fault);
        LOG.warnf("the event of generation %s is set aside: %s", id, fault.wireName());
    }

    /**
     * Releases the entries, which are first in line again unless they wait for a partition or failed alone: with a lease they
     * would be published after everything that waits behind them.
     */
    private void release(List<EntryAnswers> entries) {
        Instant now = clock.instant();
        UUID holder = entries.get(0).lease().entry().lease().holder();
        entries.stream()
                .collect(Collectors.groupingBy(answers -> next(answers, now)))
                .forEach((next, some) -> mark(ids(some), () -> outbox.release(ids(some), holder, next)));
    }

    private static List<Long> ids(List<EntryAnswers> entries) {
        return entries.stream().map(answers -> answers.lease().entry().id()).toList();
    }

    private void mark(List<Long> entries, Supplier<Uni<?>> statement) {
        delivered.unwritten().begin(entries.size());
        tryToMark(entries, statement);
    }

    private void tryToMark(List<Long> entries, Supplier<Uni<?>> statement) {
        statement.get().subscribe().with(written -> delivered.written(entries), failure -> {
            LOG.warnf("%d outbox entries could not be marked, will retry: %s", entries.size(), failure.getMessage());
            Timers.after(vertx, PAUSE_MILLIS, () -> tryToMark(entries, statement));
        });
    }
}
