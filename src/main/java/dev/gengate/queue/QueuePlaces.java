package dev.gengate.queue;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.generation.ledger.QueueStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Where in line something is, by estimate. */
@ApplicationScoped
public class QueuePlaces {
    /** Rows of the same caller counted for one answer. */
    private static final int COUNTED = 2_000;
    /** What was queued just now is its caller's last, unless it has priority. */
    private static final int COUNTED_FOR_NEW = 100;

    private final QueueStore queue;
    private final Clock clock;

    QueuePlaces(QueueStore queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** Of a row that is queued. */
    public Uni<QueuePlace> of(Generation queued) {
        return queue.place(queued, clock.instant(), COUNTED);
    }

    /** The same of one that was accepted just now. */
    public Uni<QueuePlace> ofNew(Generation queued) {
        return queue.place(queued, clock.instant(), COUNTED_FOR_NEW);
    }

    /** Where the caller's next submission would be. */
    public Uni<QueuePlace> next(String caller) {
        return queue.nextPlace(caller, clock.instant());
    }
}
