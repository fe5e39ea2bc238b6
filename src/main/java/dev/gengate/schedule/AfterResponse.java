package dev.gengate.schedule;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Defers work that no client waits for, such as log lines and events, until the event loop has sent the answers it is
 * about to send. Done first, this work would delay every answer of a batch.
 */
public final class AfterResponse {
    private AfterResponse() {}

    /** Runs the task later on this event loop, in order; at once outside an event loop. */
    public static void run(Runnable task) {
        Context loop = Vertx.currentContext();
        if (loop == null) {
            task.run();
        } else {
            loop.runOnContext(answered -> task.run());
        }
    }
}
