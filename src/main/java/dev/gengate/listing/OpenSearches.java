package dev.gengate.listing;

import dev.gengate.access.Caller;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the searches of one caller that are open on a replica. All reads wait in one line, and a search takes a hundred
 * times as long as a read of one generation: thousands of one caller would make everybody wait behind them.
 */
@ApplicationScoped
public class OpenSearches {
    private static final int MOST = 20;

    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** The same search, or a problem with status 429 while the caller has too many. */
    public <T> Uni<T> bound(Caller caller, Uni<T> search) {
        return Uni.createFrom().deferred(() -> {
            if (open.merge(caller.name(), 1, Integer::sum) > MOST) {
                end(caller);
                return Uni.createFrom().failure(tooMany());
            }
            return search.onTermination().invoke(() -> end(caller));
        });
    }

    private void end(Caller caller) {
        open.computeIfPresent(caller.name(), (name, searches) -> searches == 1 ? null : searches - 1);
    }

    private static ProblemException tooMany() {
        return ProblemException.retryable(
                ProblemType.TOO_MANY_SEARCHES,
                "A caller may have " + MOST + " lists and reports under way at one time. Wait for their answers.",
                Duration.ofSeconds(1));
    }
}
