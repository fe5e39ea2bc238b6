package dev.gengate.observability;

import dev.gengate.generation.ledger.QueueStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
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
    /**
     * Whether this replica could use the ledger when it last asked, 0 or 1. A replica that cannot gets no requests any
     * more, so that counters of requests tell nothing of it.
     */
    static final String UP = "gateway.ledger.up";

    private final QueueStore queue;
    private volatile boolean up;

    LedgerReadiness(QueueStore queue, MeterRegistry registry) {
        this.queue = queue;
        Gauge.builder(UP, () -> up ? 1 : 0).register(registry);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return ask().map(answer ->
                HealthCheckResponse.named("ledger").status(answer).build());
    }

    /** Also where nobody probes. */
    @Scheduled(every = "${gateway.gauges.every:15s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return ask().replaceWithVoid();
    }

    private Uni<Boolean> ask() {
        return queue.status()
                .map(look -> true)
                .onFailure()
                .recoverWithItem(false)
                .invoke(answer -> up = answer);
    }
}
