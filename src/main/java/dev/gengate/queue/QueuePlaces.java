package dev.gengate.queue;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.CallerWeights;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.submission.GenerationView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Where in line something is. An estimate that fails is left out: nobody's request fails for it. */
@ApplicationScoped
class QueuePlaces {
    /** Rows of the same caller counted for one answer. */
    private static final int COUNTED = 2_000;
    /** What was queued just now is its caller's last, unless it has priority. */
    private static final int COUNTED_FOR_NEW = 100;

    private final QueueStore queue;
    private final AdmissionRules rules;
    private final CallerWeights weights;
    private final Clock clock;

    QueuePlaces(QueueStore queue, AdmissionRules rules, CallerWeights weights, Clock clock) {
        this.queue = queue;
        this.rules = rules;
        this.weights = weights;
        this.clock = clock;
    }

    /** The generation as its caller sees it, with its place if it is queued. */
    Uni<GenerationView> view(Generation row) {
        return view(row, COUNTED);
    }

    /** The same of one that was accepted just now. */
    Uni<GenerationView> viewOfNew(Generation row) {
        return view(row, COUNTED_FOR_NEW);
    }

    private Uni<GenerationView> view(Generation row, int counted) {
        if (row.state() != GenerationState.QUEUED) {
            return Uni.createFrom().item(GenerationView.of(row));
        }
        return queue.place(row, clock.instant(), counted)
                .map(place -> GenerationView.of(row, place))
                .onFailure()
                .recoverWithItem(() -> GenerationView.of(row));
    }

    /** Where the caller's next submission would be. */
    Uni<QueuePlace> next(String caller) {
        return queue.nextPlace(caller, clock.instant());
    }
}
