package dev.gengate.queue;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.generation.ledger.QueueStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;

/** Estimates places in the queue. */
@ApplicationScoped
public class QueuePlaces {
    /** Rows of the same caller to count for one answer. */
    private static final int COUNTED = 2_000;
    /** A new row is usually its caller's last, unless it has priority. */
    private static final int COUNTED_FOR_NEW = 100;

    private final QueueStore queue;
    private final Clock clock;

    QueuePlaces(QueueStore queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** The place of a queued row. */
    public Uni<QueuePlace> of(Generation queued) {
        return queue.place(queued, clock.instant(), COUNTED);
    }

    /** The place of a row that was accepted just now. */
    public Uni<QueuePlace> ofNew(Generation queued) {
        return queue.place(queued, clock.instant(), COUNTED_FOR_NEW);
    }

    /**
     * What speaks against a submission of the caller, with the place of the row whose turn makes room for it.
     *
     * @param credits what it costs; null if nobody knows
     * @param account the only one that may send it; null for any
     */
    public Uni<QueuePlace> nextRoom(String caller, BigDecimal credits, String account) {
        return queue.nextRoom(caller, credits, account, clock.instant());
    }
}
