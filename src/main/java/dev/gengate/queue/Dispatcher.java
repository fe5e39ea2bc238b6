package dev.gengate.queue;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.ledger.AsideStore;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.generation.ledger.QueueStore.QueueStatus;
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
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends queued generations whenever the provider's limit has room. Every replica runs one; the ledger coordinates them.
 */
@ApplicationScoped
public class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final int MOST_AT_ONCE = 100;
    /** Share of the slots in one claim: with a larger one calls would leave late while other replicas are idle. */
    private static final int SHARE = 10;

    private static final int FEW_AT_ONCE = 10;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration SORTING = Duration.ofMillis(200);
    private static final int RARELY = 10;
    private static final long IDLE_MILLIS = 1_000;
    private static final Duration IDLE = Duration.ofMillis(IDLE_MILLIS);

    private final QueueStore queue;
    private final AsideStore aside;
    private final TaskSender sender;
    private final KieProvider provider;
    private final Clock clock;
    private final Vertx vertx;
    private final int mostAtOnce;
    /** How often to sort what waits: an account that is stopped, or drains, may be so for days, as a model that is held. */
    private final Duration sorting;

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean failing;
    private volatile Instant nextTakeBack = Instant.MIN;
    private volatile Instant nextSetAside = Instant.MIN;

    Dispatcher(
            QueueStore queue,
            AsideStore aside,
            TaskSender sender,
            KieProvider provider,
            AdmissionRules rules,
            ProviderAccounts accounts,
            Clock clock,
            Vertx vertx) {
        this.queue = queue;
        this.aside = aside;
        this.sender = sender;
        this.provider = provider;
        this.clock = clock;
        this.vertx = vertx;
        this.sorting = accounts.several() ? SORTING : Duration.ZERO;
        this.mostAtOnce = Math.max(FEW_AT_ONCE, Math.min(MOST_AT_ONCE, rules.slots() / SHARE));
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(IDLE_MILLIS, timer -> wake());
    }

    /** On shutdown, leaves the queue to the other replicas. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopped = true;
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopped = true;
    }

    /**
     * Whether this replica may send accepted submissions at once; otherwise they wait for a turn, here or elsewhere.
     */
    public boolean sends() {
        return !stopped && provider.callable() && sender.keepsUp();
    }

    /** Something is queued: looks at once, and again until the queue is empty. No effect while it already does. */
    public void wake() {
        if (busy.compareAndSet(false, true)) {
            begin();
        }
    }

    private void begin() {
        if (stopped) {
            busy.set(false);
            return;
        }
        Uni.createFrom().deferred(this::round).subscribe().with(this::goOn, failure -> {
            notLookedAt(failure);
            busy.set(false);
        });
    }

    /** Logs once per outage; the queue stands still meanwhile. */
    private void notLookedAt(Throwable failure) {
        if (!failing) {
            LOG.warnf("queue cannot be read: %s", failure.getMessage());
        }
        failing = true;
    }

    private void goOn(Duration pause) {
        failing = false;
        if (pause.isZero()) {
            begin();
        } else if (pause.toMillis() < IDLE_MILLIS) {
            vertx.setTimer(pause.toMillis(), timer -> begin());
        } else {
            busy.set(false);
        }
    }

    /** How long to wait before the next look; the idle interval if there is nothing to do. */
    private Uni<Duration> round() {
        int room = sender.keepsUp() ? provider.room() : 0;
        if (room == 0) {
            return Uni.createFrom().item(IDLE);
        }
        return queue.status().call(this::sort).flatMap(status -> {
            if (!status.waiting()) {
                return Uni.createFrom().item(IDLE);
            }
            return status.pause().isZero()
                    ? claim(Math.min(room, mostAtOnce))
                    : Uni.createFrom().item(status.pause());
        });
    }

    /** What may not be sent goes out of the way, and comes back once it may; looked at once a second. */
    private Uni<Void> sort(QueueStatus status) {
        Instant now = clock.instant();
        boolean sorts = (status.stopped() || status.held()) && !now.isBefore(nextSetAside);
        Uni<Void> stopped = sorts
                ? setAside(now, status.stopped() ? sorting : SORTING)
                : Uni.createFrom().voidItem();
        return !status.aside() || now.isBefore(nextTakeBack) ? stopped : stopped.flatMap(done -> takeBack());
    }

    private Uni<Void> setAside(Instant now, Duration again) {
        nextSetAside = now.plus(again);
        return aside.setAside()
                .invoke(more -> nextSetAside = more ? now : nextSetAside)
                .replaceWithVoid();
    }

    /** Looks through what waits aside, which may be very much: the longer it takes, the more rarely. What fails stops nothing. */
    private Uni<Void> takeBack() {
        Instant began = clock.instant();
        return aside.takeBack()
                .onFailure()
                .invoke(failure -> LOG.warnf("generations set aside not checked: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .invoke(done -> {
                    Duration took = Duration.between(began, clock.instant()).multipliedBy(RARELY);
                    nextTakeBack = clock.instant().plus(took.compareTo(IDLE) < 0 ? IDLE : took);
                })
                .replaceWithVoid();
    }

    /** After a full batch there is more to do at once; otherwise the next slots are worth a short wait. */
    private Uni<Duration> claim(int most) {
        return queue.claim(clock.instant(), most)
                .invoke(claimed -> claimed.forEach(this::send))
                .map(claimed -> claimed.size() == mostAtOnce ? Duration.ZERO : SOON);
    }

    private void send(Generation claimed) {
        sender.send(claimed, true)
                .subscribe()
                .with(
                        sent -> {},
                        failure -> LOG.warnf(
                                "generation %s could not be sent: %s",
                                claimed.id(), failure.getClass().getSimpleName()));
    }
}
