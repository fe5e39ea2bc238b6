package dev.gengate.reconcile;

import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.provider.TaskTimes;
import dev.gengate.reconcile.ReconcileMetrics.Action;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Makes rows unconfirmed whose submitting replica let its lease expire: their answers are lost. */
@ApplicationScoped
class Leases {
    private static final int BATCH = 100;
    private static final int MOST_BATCHES = 20;

    private final QueueStore queue;
    private final TaskTimes times;
    private final ReconcileMetrics metrics;
    private final Clock clock;

    Leases(QueueStore queue, TaskTimes times, ReconcileMetrics metrics, Clock clock) {
        this.queue = queue;
        this.times = times;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Runs until a batch is not full. */
    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        Instant now = clock.instant();
        return queue.leasesRunOut(now, model -> now.plus(times.confirmation(model)), BATCH)
                .invoke(rows -> rows.forEach(row -> metrics.count(Action.UNCONFIRMED)))
                .map(rows -> rows.size() == BATCH);
    }
}
