package dev.gengate.outbox;

import dev.gengate.generation.ledger.OutboxStore;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Entries of the outbox whose events the broker has. The next commit of outcomes takes them out by the way; when none
 * comes soon a statement of their own does, again and again until it succeeds.
 */
@ApplicationScoped
public class OutboxAcknowledger {
    private static final Logger LOG = Logger.getLogger(OutboxAcknowledger.class);
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MANY = 400;
    private static final long PATIENCE_MILLIS = 50;
    private static final long PAUSE_MILLIS = 1_000;

    private final OutboxStore outbox;
    private final Vertx vertx;
    private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean timed = new AtomicBoolean();
    private final InFlight unwritten = new InFlight();

    OutboxAcknowledger(OutboxStore outbox, Vertx vertx) {
        this.outbox = outbox;
        this.vertx = vertx;
    }

    /** The broker has all events of these entries. */
    void add(Collection<Long> entries) {
        entries.forEach(entry -> unwritten.begin());
        putBack(entries, PATIENCE_MILLIS);
        if (count.get() >= MANY) {
            write();
        }
    }

    /** Some that the caller takes out now; it says afterwards whether they are {@link #written} or {@link #failed}. */
    public List<Long> take() {
        List<Long> taken = new ArrayList<>();
        Long entry = waiting.poll();
        while (entry != null) {
            taken.add(entry);
            entry = taken.size() < MOST_AT_ONCE ? waiting.poll() : null;
        }
        count.addAndGet(-taken.size());
        return taken;
    }

    public void written(List<Long> taken) {
        taken.forEach(entry -> unwritten.end());
    }

    public void failed(List<Long> taken) {
        putBack(taken, PAUSE_MILLIS);
    }

    /** What is not taken out yet, to be waited for at the end. */
    InFlight unwritten() {
        return unwritten;
    }

    private void putBack(Collection<Long> entries, long patienceMillis) {
        if (entries.isEmpty()) {
            return;
        }
        waiting.addAll(entries);
        count.addAndGet(entries.size());
        if (timed.compareAndSet(false, true)) {
            vertx.setTimer(patienceMillis, timer -> {
                timed.set(false);
                write();
            });
        }
    }

    private void write() {
        List<Long> taken = take();
        if (!taken.isEmpty()) {
            outbox.delivered(taken).subscribe().with(done -> written(taken), failure -> {
                LOG.warnf("%d commits published, but in the outbox yet: %s", taken.size(), failure.getMessage());
                failed(taken);
            });
        }
    }
}
