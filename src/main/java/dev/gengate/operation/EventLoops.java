package dev.gengate.operation;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;

/**
 * One event loop for each processor, two at least, in place of two for each: nothing of ours blocks one, and with half as
 * many a request is less often handed from one to another. Submissions on two processors: 1.1 to 1.8 times as many
 * (docs/performance.md).
 */
@Singleton
class EventLoops implements VertxOptionsCustomizer {
    @Override
    public void accept(VertxOptions options) {
        options.setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
}
