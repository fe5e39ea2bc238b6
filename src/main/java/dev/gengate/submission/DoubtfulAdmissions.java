package dev.gengate.submission;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.QueueStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Submissions that the ledger did not confirm in time, and may have admitted all the same: as submitting, with nobody
 * who submits them. Their caller was told 503 and sends the same key again. Since this replica alone knows that the
 * provider was never asked, it puts them into the queue; else they would end as unconfirmed. Without a key they are
 * left alone: their caller may have sent another one instead.
 */
@ApplicationScoped
class DoubtfulAdmissions {
    private static final Logger LOG = Logger.getLogger(DoubtfulAdmissions.class);
    private static final int MOST = 10_000;

    private final QueueStore queue;
    private final AdmissionRules rules;
    private final Clock clock;
    private final Map<UUID, Instant> ids = new ConcurrentHashMap<>();

    DoubtfulAdmissions(QueueStore queue, AdmissionRules rules, Clock clock) {
        this.queue = queue;
        this.rules = rules;
        this.clock = clock;
    }

    /** Looked after until its lease has run out. */
    void add(NewGeneration candidate) {
        if (candidate.idempotencyKey() != null && ids.size() < MOST) {
            ids.put(candidate.id(), candidate.createdAt().plus(rules.lease()));
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> requeue() {
        Instant now = clock.instant();
        List<UUID> asked = List.copyOf(ids.keySet());
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return queue.requeueUnsent(asked)
                .invoke(rows -> forget(rows, now))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private void forget(List<Generation> requeued, Instant now) {
        requeued.forEach(row -> {
            ids.remove(row.id());
            LOG.infof("generation %s: queued, it had been admitted after all", row.id());
        });
        ids.values().removeIf(until -> until.isBefore(now));
    }
}
