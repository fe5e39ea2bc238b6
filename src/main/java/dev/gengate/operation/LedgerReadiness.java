package dev.gengate.operation;

import dev.gengate.generation.QueueStore;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the ledger can be used: without it nothing can be accepted. Kafka and the provider are no part of it,
 * since submissions and callbacks go on without them.
 */
@Readiness
@ApplicationScoped
class LedgerReadiness implements AsyncHealthCheck {
    private final QueueStore queue;

    LedgerReadiness(QueueStore queue) {
        this.queue = queue;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return queue.anyQueued()
                .map(waiting -> HealthCheckResponse.up("ledger"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("ledger"));
    }
}
