package dev.gengate.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Repeats a task, one round at a time, by timers that count elapsed time. Quarkus' scheduler uses the wall clock
 * instead: if the clock is set back by 20 minutes, it does nothing for 20 minutes.
 */
@ApplicationScoped
public class Beat {
    private static final Logger LOG = Logger.getLogger(Beat.class);
    private static final Duration LONGEST_BEGIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Queue<Long> timers = new ConcurrentLinkedQueue<>();

    Beat(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Repeats until the replica ends; a beat that finds a round running is skipped. */
    public void every(Duration interval, Supplier<Uni<Void>> round) {
        AtomicBoolean busy = new AtomicBoolean();
        Duration begin = interval.compareTo(LONGEST_BEGIN) < 0 ? interval : LONGEST_BEGIN;
        timers.add(vertx.setPeriodic(begin.toMillis(), interval.toMillis(), timer -> {
            if (busy.compareAndSet(false, true)) {
                inContextOfItsOwn(
                        Uni.createFrom().deferred(round::get).onTermination().invoke(() -> busy.set(false)));
            }
        }));
    }

    /** Runs the round in a context like a request's: clients look there for what their calls belong to. */
    private void inContextOfItsOwn(Uni<Void> round) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> round.subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "scheduled round failed: %s", failure.getClass().getName())));
    }

    /** Runs after the observers that wait for work in flight. */
    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
    }
}
