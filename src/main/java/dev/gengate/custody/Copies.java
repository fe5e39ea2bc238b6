package dev.gengate.custody;

import dev.gengate.custody.Copier.Copied;
import dev.gengate.custody.Copier.Job;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.outbox.topic.InFlight;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The copying of this replica: so many generations at one time; {@link Turns} has those that wait for theirs. What is put off
 * is anybody's a minute later.
 */
@ApplicationScoped
class Copies {
    private static final Logger LOG = Logger.getLogger(Copies.class);
    private static final int MOST = 500;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final CustodyLeases leases;
    private final CustodyStore ledger;
    private final Settling settling;
    private final CustodyMetrics metrics;
    private final Clock clock;
    private final Copier copier;
    private final Turns turns;
    private final InFlight all = new InFlight();
    private final AtomicReference<Instant> warnedAt = new AtomicReference<>(Instant.EPOCH);
    private volatile boolean closed;

    Copies(
            Vertx vertx,
            CustodyConfig config,
            StoreOfResults store,
            CustodyLeases leases,
            CustodyStore ledger,
            Settling settling,
            CustodyMetrics metrics,
            Clock clock) {
        this.vertx = vertx;
        this.leases = leases;
        this.ledger = ledger;
        this.settling = settling;
        this.metrics = metrics;
        this.clock = clock;
        this.copier = store.copier(metrics, leases);
        this.turns = new Turns(config.concurrency(), clock);
    }

    /** How many more it takes. */
    int room() {
        int room = turns.storeAway() ? turns.asks() ? 0 : 1 : MOST - all.count();
        return closed ? 0 : Math.max(0, room);
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes one that this replica has the lease of until then. */
    void add(Job job, Instant until) {
        if (!turns.takes(job)) {
            later(List.of(job)).subscribe().with(done -> {}, failure -> notPutOff(failure));
        } else if (leases.hold(job.row().id(), until)) {
            all.begin();
            turns.add(job);
            next();
        }
    }

    private void putOff(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            later(jobs)
                    .onFailure()
                    .invoke(Copies::notPutOff)
                    .onTermination()
                    .invoke(() -> jobs.forEach(this::ended))
                    .subscribe()
                    .with(done -> {}, failure -> {});
        }
    }

    private Uni<Void> later(List<Job> jobs) {
        List<UUID> ids = jobs.stream().map(job -> job.row().id()).toList();
        return ledger.again(ids, leases.holder(), clock.instant().plus(PAUSE));
    }

    private static void notPutOff(Throwable failure) {
        LOG.debugf("not put off, taken again after its lease: %s", failure.getMessage());
    }

    /** Only what was stored as a whole says that the store is there again: what no host gave it says nothing of it. */
    private void look(Copied copied) {
        if (copied.storesFailure() != null) {
            if (!turns.storeAway()) {
                warn(copied.storesFailure());
            }
            putOff(turns.storeIsAway());
        } else if (copied.settlement().cause() == null) {
            turns.storeIsThere();
        }
    }

    /** At most once a minute: a store may come and go. */
    private void warn(Throwable failure) {
        Instant now = clock.instant();
        Instant before = warnedAt.get();
        if (now.isAfter(before.plus(PAUSE)) && warnedAt.compareAndSet(before, now)) {
            LOG.warnf("the store of results takes nothing: %s", StoreAwayException.kind(failure));
        }
    }

    private void next() {
        while (!closed) {
            Job job = turns.next();
            if (job == null) {
                return;
            }
            inContextOfItsOwn(() -> run(job));
        }
    }

    private void run(Job job) {
        copier.copy(job).onComplete(copied -> {
            if (copied.succeeded()) {
                look(copied.result());
            }
            turns.over(job);
            next();
            if (copied.succeeded()) {
                settling.settle(copied.result().settlement())
                        .subscribe()
                        .with(done -> ended(job), failure -> ended(job));
            } else {
                notRead(job, copied.cause());
            }
        });
    }

    private void ended(Job job) {
        all.end();
        if (!settling.tells(job.row().id())) {
            leases.end(job.row().id());
        }
    }

    /** Its event goes without what is stored; somebody has to mend the row in time. */
    private void notRead(Job job, Throwable why) {
        LOG.warnf("the results of generation %s are not stored: %s", job.row().id(), why.getMessage());
        List<UUID> id = List.of(job.row().id());
        Instant now = clock.instant();
        Uni<Void> written = now.isBefore(job.expiresAt())
                ? later(List.of(job))
                : ledger.giveUp(id, leases.holder()).invoke(metrics::lost).replaceWithVoid();
        written.subscribe().with(done -> ended(job), failure -> ended(job));
    }

    private void inContextOfItsOwn(Runnable work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> work.run());
    }

    /** Begins nothing more, and waits for what has begun; for shutdown only. */
    void close(Duration patience) {
        closed = true;
        all.end(turns.close().size());
        all.awaitIdle(patience);
    }
}
