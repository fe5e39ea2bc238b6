package dev.gengate.tuning;

import dev.gengate.startup.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Turns context propagation off. By default each step of each {@code Uni} captures and restores the request scope and
 * the class loader; no code here needs them after an asynchronous step, and capturing them cost more than the rest of a
 * callback (docs/performance.md).
 */
@ApplicationScoped
class ContextPropagationOff {
    void start(@Observes @Priority(StartOrder.PLAIN_STEPS) StartupEvent event) {
        Infrastructure.clearInterceptors();
    }
}
