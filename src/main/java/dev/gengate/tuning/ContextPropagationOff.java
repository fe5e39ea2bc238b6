package dev.gengate.tuning;

import dev.gengate.startup.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Asynchronous steps run as they are. By default each step of each {@code Uni} captures and restores the request
 * scope and the class loader; nothing here asks for them behind an asynchronous step, and capturing them cost
 * more than all else that a callback does (docs/performance.md).
 */
@ApplicationScoped
class ContextPropagationOff {
    void start(@Observes @Priority(StartOrder.PLAIN_STEPS) StartupEvent event) {
        Infrastructure.clearInterceptors();
    }
}
