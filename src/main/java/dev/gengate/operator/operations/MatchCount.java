package dev.gengate.operator.operations;

import dev.gengate.generation.Generation;
import dev.gengate.generation.search.Found;
import dev.gengate.generation.search.Search;
import dev.gengate.generation.search.SearchStore;
import dev.gengate.operator.operations.OperationsResource.Matches;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Counts what matches, window by window: one statement over a whole ledger would take long. */
@ApplicationScoped
class MatchCount {
    private static final int EXAMPLES = 5;
    /** Some seconds. */
    private static final long MOST_LOOKED = 500_000;

    private final SearchStore store;

    MatchCount(SearchStore store) {
        this.store = store;
    }

    Uni<Matches> of(Search search, UUID end) {
        return more(search, search.firstId(), end, new Matches(0, true, List.of()), MOST_LOOKED);
    }

    private Uni<Matches> more(Search search, UUID after, UUID end, Matches sofar, long most) {
        return store.count(search, after, end, EXAMPLES).flatMap(found -> {
            Matches now = new Matches(
                    sofar.matched() + found.matched(),
                    found.reached() == null,
                    sofar.examples().isEmpty() ? examples(found) : sofar.examples());
            long left = most - found.looked();
            return now.complete() || left <= 0
                    ? Uni.createFrom().item(now)
                    : more(search, found.reached(), end, now, left);
        });
    }

    private static List<UUID> examples(Found found) {
        return found.rows().readable().stream().map(Generation::id).toList();
    }
}
