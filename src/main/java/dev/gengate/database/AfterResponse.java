package dev.gengate.database;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What nobody waits for, such as lines of log and events: done as soon as the event loop has sent the answers that it is
 * about to send. Done first, it holds up every answer of a batch for what all its items cost.
 */
public final class AfterResponse {
    private AfterResponse() {}

    /** On this event loop and in order; at once where there is none. */
    public static void run(Runnable task) {
        Context loop = Vertx.currentContext();
        if (loop == null) {
            task.run();
        } else {
            loop.runOnContext(answered -> task.run());
        }
    }
}
