package dev.gengate.submission;

import dev.gengate.access.CallersConfig;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.QueueStore;
import dev.gengate.provider.KieProvider;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Sends what waits in the queue whenever the provider's limit has room. Every replica runs one; the ledger decides. */
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final int MOST_AT_ONCE = 100;
    private static final long SOON_MILLIS = 50;
    private static final long IDLE_MILLIS = 1_000;

    private final QueueStore queue;
    private final TaskSender sender;
    private final KieProvider provider;
    private final AdmissionRules rules;
    private final Clock clock;
    private final Vertx vertx;
    private final Map<String, Double> weights;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean stopped;

    Dispatcher(
            QueueStore queue,
            TaskSender sender,
            KieProvider provider,
            AdmissionRules rules,
            CallersConfig callers,
            Clock clock,
            Vertx vertx) {
        this.queue = queue;
        this.sender = sender;
        this.provider = provider;
        this.rules = rules;
        this.clock = clock;
        this.vertx = vertx;
        this.weights = callers.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, caller -> caller.getValue().weight()));
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(IDLE_MILLIS, timer -> look());
    }

    /** The replica is told to go: what waits is the other replicas' from now on. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopped = true;
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopped = true;
    }

    /** Somebody waits now: look at once, and again until nobody does. */
    void look() {
        if (!stopped && looking.compareAndSet(false, true)) {
            claim().subscribe().with(this::lookAgain, failure -> {
                LOG.debugf("queue not looked at: %s", failure.getMessage());
                looking.set(false);
            });
        }
    }

    private void lookAgain(boolean waiting) {
        looking.set(false);
        if (waiting) {
            vertx.setTimer(SOON_MILLIS, timer -> look());
        }
    }

    /** Whether somebody still waits. */
    private Uni<Boolean> claim() {
        if (!provider.callable()) {
            return Uni.createFrom().item(false);
        }
        return queue.anyQueued()
                .flatMap(waiting -> waiting ? claimSome() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> claimSome() {
        return queue.claim(clock.instant(), MOST_AT_ONCE, rules, weights)
                .invoke(claimed -> claimed.forEach(this::send))
                .replaceWith(true);
    }

    private void send(Generation claimed) {
        sender.send(claimed)
                .subscribe()
                .with(
                        sent -> {},
                        failure -> LOG.warnf(
                                "generation %s: %s",
                                claimed.id(), failure.getClass().getSimpleName()));
    }
}
