package dev.gengate.observability;

import dev.gengate.database.LedgerProbe;
import dev.gengate.generation.ledger.LedgerWarmUp;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the ledger accepts writes: without them nothing can be accepted. Kafka and the provider do not count,
 * since submissions and callbacks go on without them. A replica whose accounts are all stopped is ready too: it still
 * takes callbacks.
 */
@Readiness
@ApplicationScoped
class LedgerReadiness implements AsyncHealthCheck {
    /**
     * Whether this replica could use the ledger when it last checked, 0 or 1. A replica that cannot gets no requests,
     * so counters of requests do not show it.
     */
    static final String UP = "gateway.ledger.up";

    private final LedgerWarmUp warmUp;
    private final LedgerProbe probe;
    private final AccountGauges accounts;
    private final GaugesConfig config;
    private volatile boolean up;

    LedgerReadiness(
            LedgerWarmUp warmUp,
            LedgerProbe probe,
            AccountGauges accounts,
            GaugesConfig config,
            MeterRegistry registry) {
        this.warmUp = warmUp;
        this.probe = probe;
        this.accounts = accounts;
        this.config = config;
        Gauge.builder(UP, () -> up ? 1 : 0).register(registry);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return ask().map(this::response);
    }

    /** An account that is stopped is told of, and makes no replica unready. */
    private HealthCheckResponse response(boolean answer) {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("ledger").status(answer);
        accounts.states().forEach((account, state) -> response.withData("account " + account, state));
        return response.build();
    }

    /** Checks even if nothing probes. */
    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("check of the ledger", config.every(), this::look);
    }

    Uni<Void> look() {
        return ask().replaceWithVoid();
    }

    private Uni<Boolean> ask() {
        return warmUp.done().chain(probe::writable).invoke(answer -> up = answer);
    }
}
