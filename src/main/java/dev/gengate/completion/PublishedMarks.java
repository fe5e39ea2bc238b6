package dev.gengate.completion;

import dev.gengate.generation.OutcomeStore;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Rows whose events the broker has and whose marks are not written yet. The next commit of outcomes carries them along;
 * when none comes soon they are written by a statement of their own, again and again until it succeeds.
 */
@ApplicationScoped
class PublishedMarks {
    private static final Logger LOG = Logger.getLogger(PublishedMarks.class);
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MANY = 400;
    private static final long PATIENCE_MILLIS = 50;
    private static final long PAUSE_MILLIS = 1_000;

    private final OutcomeStore outcomes;
    private final Vertx vertx;
    private final Clock clock;
    private final Queue<UUID> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean timed = new AtomicBoolean();
    private final InFlight unmarked = new InFlight();

    PublishedMarks(OutcomeStore outcomes, Vertx vertx, Clock clock) {
        this.outcomes = outcomes;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The broker has these rows' events. */
    void add(Collection<UUID> ids) {
        ids.forEach(id -> unmarked.begin());
        putBack(ids, PATIENCE_MILLIS);
        if (count.get() >= MANY) {
            write();
        }
    }

    /** Some that the caller marks now; it says afterwards whether they are {@link #written} or {@link #failed}. */
    List<UUID> take() {
        List<UUID> taken = new ArrayList<>();
        UUID id = waiting.poll();
        while (id != null) {
            taken.add(id);
            id = taken.size() < MOST_AT_ONCE ? waiting.poll() : null;
        }
        count.addAndGet(-taken.size());
        return taken;
    }

    void written(List<UUID> taken) {
        taken.forEach(id -> unmarked.end());
    }

    void failed(List<UUID> taken) {
        putBack(taken, PAUSE_MILLIS);
    }

    /** What is not marked yet, to be waited for at the end. */
    InFlight unmarked() {
        return unmarked;
    }

    private void putBack(Collection<UUID> ids, long patienceMillis) {
        if (ids.isEmpty()) {
            return;
        }
        waiting.addAll(ids);
        count.addAndGet(ids.size());
        if (timed.compareAndSet(false, true)) {
            vertx.setTimer(patienceMillis, timer -> {
                timed.set(false);
                write();
            });
        }
    }

    private void write() {
        List<UUID> taken = take();
        if (!taken.isEmpty()) {
            outcomes.published(taken, clock.instant()).subscribe().with(done -> written(taken), failure -> {
                LOG.warnf("%d events published, but not marked so yet: %s", taken.size(), failure.getMessage());
                failed(taken);
            });
        }
    }
}
