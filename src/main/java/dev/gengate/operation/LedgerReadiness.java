package dev.gengate.operation;

import dev.gengate.generation.AdmissionRules;
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
    private final AdmissionRules rules;

    LedgerReadiness(QueueStore queue, AdmissionRules rules) {
        this.queue = queue;
        this.rules = rules;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return queue.look(rules)
                .map(look -> HealthCheckResponse.up("ledger"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("ledger"));
    }
}
