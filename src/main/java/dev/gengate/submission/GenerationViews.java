package dev.gengate.submission;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.queue.QueuePlaces;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** Makes callers' views of generations. A failed estimate is left out, so that no request fails because of it. */
@ApplicationScoped
class GenerationViews {
    private final QueuePlaces places;

    GenerationViews(QueuePlaces places) {
        this.places = places;
    }

    /** The caller's view, with its place if it is queued. */
    Uni<GenerationView> view(Generation row) {
        return view(row, places::of);
    }

    /** The same for a generation that was accepted just now. */
    Uni<GenerationView> viewOfNew(Generation row) {
        return view(row, places::ofNew);
    }

    private static Uni<GenerationView> view(Generation row, Function<Generation, Uni<QueuePlace>> estimate) {
        if (row.state() != GenerationState.QUEUED) {
            return Uni.createFrom().item(GenerationView.of(row));
        }
        return estimate.apply(row)
                .map(place -> GenerationView.of(row, place))
                .onFailure()
                .recoverWithItem(() -> GenerationView.of(row));
    }
}
