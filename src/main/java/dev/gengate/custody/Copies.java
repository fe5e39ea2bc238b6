package dev.gengate.custody;

import dev.gengate.custody.Copier.Job;
import dev.gengate.custody.fetch.FetchFault;
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
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The copying of this replica: so many generations at one time, and lines of those that wait for their turn. Those that their
 * host has failed before get at most half of the places, so that one that hangs holds up no others. While the store takes
 * nothing, one at a time asks whether it does again: results are not fetched again and again for nothing.
 */
@ApplicationScoped
class Copies {
    private static final Logger LOG = Logger.getLogger(Copies.class);
    private static final int MOST_WAITING = 500;
    private static final int MOST_AGAIN = MOST_WAITING / 2;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final CustodyConfig config;
    private final CustodyLeases leases;
    private final CustodyStore ledger;
    private final Settling settling;
    private final CustodyMetrics metrics;
    private final Clock clock;
    private final Copier copier;
    private final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Job> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger runningAgain = new AtomicInteger();
    private final InFlight all = new InFlight();
    private volatile boolean storeAway;
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
        this.config = config;
        this.leases = leases;
        this.ledger = ledger;
        this.settling = settling;
        this.metrics = metrics;
        this.clock = clock;
        this.copier = store.copier(metrics, row -> leases.mine(row.id()));
    }

    /** How many more it takes. */
    int room() {
        int most = storeAway ? 1 : MOST_WAITING;
        return closed ? 0 : Math.max(0, most - all.count());
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes one that this replica has the lease of until then. */
    void add(Job job, Instant until) {
        if (job.failedBefore() && again.size() >= MOST_AGAIN) {
            later(job).subscribe().with(done -> {}, failure -> LOG.debugf("not put off: %s", failure.getMessage()));
        } else if (leases.hold(job.row().id(), until)) {
            all.begin();
            (job.failedBefore() ? again : waiting).add(job);
            next();
        }
    }

    private Uni<Void> later(Job job) {
        return ledger.again(
                List.of(job.row().id()), leases.holder(), clock.instant().plus(PAUSE));
    }

    /** Only what was stored as a whole says that the store is there again: what no host gave it says nothing of it. */
    private void look(String cause) {
        if (cause == null) {
            storeAway = false;
        } else if (FetchFault.STORE.wireName().equals(cause)) {
            storeAway = true;
        }
    }

    private void next() {
        while (!closed && takesPlace(running, places())) {
            Job job = poll();
            if (job == null) {
                running.decrementAndGet();
                // one that came meanwhile found no place
                if (waiting.isEmpty() && !takesAgain()) {
                    return;
                }
            } else {
                inContextOfItsOwn(() -> run(job));
            }
        }
    }

    private Job poll() {
        Job first = config.concurrency() == 1 ? waiting.poll() : null;
        if (first != null) {
            return first;
        }
        if (!again.isEmpty() && takesPlace(runningAgain, placesAgain())) {
            Job job = again.poll();
            if (job != null) {
                return job;
            }
            runningAgain.decrementAndGet();
        }
        return waiting.poll();
    }

    private boolean takesAgain() {
        return !again.isEmpty() && runningAgain.get() < placesAgain();
    }

    private int places() {
        return storeAway ? 1 : config.concurrency();
    }

    private int placesAgain() {
        return Math.max(1, config.concurrency() / 2);
    }

    private static boolean takesPlace(AtomicInteger places, int most) {
        return places.getAndUpdate(taken -> taken < most ? taken + 1 : taken) < most;
    }

    private void run(Job job) {
        copier.copy(job).onComplete(copied -> {
            if (copied.succeeded()) {
                look(copied.result().cause());
            }
            if (job.failedBefore()) {
                runningAgain.decrementAndGet();
            }
            running.decrementAndGet();
            next();
            if (copied.succeeded()) {
                settling.settle(copied.result()).subscribe().with(done -> ended(job), failure -> ended(job));
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
                ? later(job)
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
        List.of(waiting, again).forEach(line -> {
            while (line.poll() != null) {
                all.end();
            }
        });
        all.awaitIdle(patience);
    }
}
