package dev.gengate.reconcile;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Runs reconciliation every {@code gateway.reconcile.every}, one round at a time. */
@ApplicationScoped
class ReconcileSchedule {
    private static final Logger LOG = Logger.getLogger(ReconcileSchedule.class);

    private final Reconciliation reconciliation;

    ReconcileSchedule(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Scheduled(every = "${gateway.reconcile.every:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> round() {
        return reconciliation
                .round()
                .onFailure()
                .invoke(failure -> LOG.debugf("round stopped: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
