package dev.gengate.tuning;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Uses one event loop for every two processors instead of two for each: nothing blocks one, and requests change loops
 * less often (docs/performance.md). {@code QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE} overrides it.
 */
@Singleton
class EventLoops implements VertxOptionsCustomizer {
    private final Optional<Integer> configured;

    EventLoops(@ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") Optional<Integer> configured) {
        this.configured = configured;
    }

    @Override
    public void accept(VertxOptions options) {
        options.setEventLoopPoolSize(
                configured.orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
    }
}
