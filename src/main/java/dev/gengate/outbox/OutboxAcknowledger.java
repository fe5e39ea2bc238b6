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
 * Deletes outbox entries whose events the broker has acknowledged. The next commit of outcomes deletes them in its own
 * statement; if none comes soon, a separate statement does, retried until it succeeds.
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

    /** The broker has acknowledged all events of these entries. */
    void add(Collection<Long> entries) {
        entries.forEach(entry -> unwritten.begin());
        putBack(entries, PATIENCE_MILLIS);
        if (count.get() >= MANY) {
            write();
        }
    }

    /**
     * Entries for the caller to delete now; it reports afterwards whether they are {@link #written} or {@link #failed}.
     */
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

    /** Entries not deleted yet, for shutdown to wait for. */
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
                LOG.warnf(
                        "%d published outbox entries could not be deleted, will retry: %s",
                        taken.size(), failure.getMessage());
                failed(taken);
            });
        }
    }
}
