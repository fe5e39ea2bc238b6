package dev.gengate.observability;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * When each event loop, and the thread that accepts connections, last ran a task: one that is gone or stuck does not.
 */
final class LoopBeats {
    private static final int EVERY_SECONDS = 1;

    private final List<AtomicLong> beats = new ArrayList<>();
    private final LongSupplier nanos;

    /** @param nanos a clock that is never set */
    LoopBeats(Vertx vertx, LongSupplier nanos) {
        this.nanos = nanos;
        VertxInternal loops = (VertxInternal) vertx;
        loops.getEventLoopGroup().forEach(this::follow);
        loops.getAcceptorEventLoopGroup().forEach(this::follow);
    }

    private void follow(EventExecutor loop) {
        AtomicLong last = new AtomicLong(nanos.getAsLong());
        beats.add(last);
        loop.scheduleAtFixedRate(() -> last.set(nanos.getAsLong()), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** The longest silence of any of them. */
    Duration longestSilence() {
        long now = nanos.getAsLong();
        return Duration.ofNanos(
                beats.stream().mapToLong(last -> now - last.get()).max().orElse(0));
    }
}
