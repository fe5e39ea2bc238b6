package dev.gengate.schedule;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * Timers that run whatever is undeployed. Those of Vert.x are cancelled with the verticle that set them: when the HTTP
 * server ends, what its requests began would wait for ever, and the shutdown for that.
 */
public final class Timers {
    private Timers() {}

    /** Runs the task once, in the context that it is called from. */
    public static void after(Vertx vertx, long millis, Runnable task) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        context.nettyEventLoop().schedule(() -> context.emit(now -> task.run()), millis, TimeUnit.MILLISECONDS);
    }
}
