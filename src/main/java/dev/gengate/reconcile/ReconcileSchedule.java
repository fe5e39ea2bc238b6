package dev.gengate.reconcile;

import dev.gengate.generation.Beat;
import dev.gengate.generation.ReconcileConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Runs reconciliation every {@code gateway.reconcile.every}, one round at a time. */
@ApplicationScoped
class ReconcileSchedule {
    private static final Logger LOG = Logger.getLogger(ReconcileSchedule.class);

    private final Reconciliation reconciliation;
    private final ReconcileConfig config;

    ReconcileSchedule(Reconciliation reconciliation, ReconcileConfig config) {
        this.reconciliation = reconciliation;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(config.every(), this::round);
    }

    Uni<Void> round() {
        return reconciliation
                .round()
                .onFailure()
                .invoke(failure -> LOG.debugf("round stopped: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
