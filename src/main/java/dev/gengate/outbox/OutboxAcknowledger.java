package dev.gengate.outbox;

import dev.gengate.generation.outbox.OutboxStore;
import dev.gengate.outbox.topic.InFlight;
import dev.gengate.schedule.Timers;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Deletes outbox entries whose events the broker has acknowledged. The next commit of outcomes deletes them in the same
 * statement; if none follows soon, a statement of its own does, and is retried until it succeeds. Until then this replica
 * keeps their leases.
 */
@ApplicationScoped
public class OutboxAcknowledger {
    private static final Logger LOG = Logger.getLogger(OutboxAcknowledger.class);
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MANY = 400;
    private static final long PATIENCE_MILLIS = 50;
    private static final long PAUSE_MILLIS = 1_000;

    private final OutboxStore outbox;
    private final OutboxLeases leases;
    private final Vertx vertx;
    private final Coalescer<Long> waiting;
    private final InFlight unwritten = new InFlight();

    OutboxAcknowledger(OutboxStore outbox, OutboxLeases leases, Vertx vertx) {
        this.outbox = outbox;
        this.leases = leases;
        this.vertx = vertx;
        this.waiting =
                Coalescer.allTogether(MOST_AT_ONCE, task -> Timers.after(vertx, PATIENCE_MILLIS, task), this::write);
    }

    /** The broker has acknowledged all events of these entries. */
    void add(Collection<Long> entries) {
        unwritten.begin(entries.size());
        waiting.addAll(entries);
        if (waiting.count() >= MANY) {
            waiting.handOver();
        }
    }

    /**
     * Entries for the caller to delete now; it reports afterwards whether they are {@link #written} or {@link #failed}.
     */
    public List<Long> take() {
        return waiting.take();
    }

    public void written(List<Long> taken) {
        leases.end(taken);
        unwritten.end(taken.size());
    }

    public void failed(List<Long> taken) {
        if (!taken.isEmpty()) {
            Timers.after(vertx, PAUSE_MILLIS, () -> waiting.addAll(taken));
        }
    }

    /** Entries not deleted yet, for shutdown to wait for. */
    InFlight unwritten() {
        return unwritten;
    }

    private void write(List<Long> taken) {
        outbox.delivered(taken).subscribe().with(done -> written(taken), failure -> {
            LOG.warnf(
                    "%d published outbox entries could not be deleted, will retry: %s",
                    taken.size(), failure.getMessage());
            failed(taken);
        });
    }
}
