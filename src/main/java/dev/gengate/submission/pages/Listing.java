package dev.gengate.submission.pages;

import dev.gengate.access.Caller;
import dev.gengate.generation.search.Found;
import dev.gengate.generation.search.Search;
import dev.gengate.generation.search.SearchStore;
import dev.gengate.listing.Filters;
import dev.gengate.listing.OpenSearches;
import dev.gengate.problem.Parameters;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.GenerationView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.UUID;

/** Pages of generations: a caller's own, and an operator's of all callers. */
@ApplicationScoped
public class Listing {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

    private final Filters filters;
    private final SearchStore store;
    private final OpenSearches open;

    Listing(Filters filters, SearchStore store, OpenSearches open) {
        this.filters = filters;
        this.store = store;
        this.open = open;
    }

    public Uni<GenerationPage> page(Caller caller, MultivaluedMap<String, String> query) {
        Map<String, String> values = Parameters.of(query);
        String limit = values.remove("limit");
        String cursor = values.remove("cursor");
        Search search = filters.read(owned(caller, values), Parameters.WHERE);
        Uni<Found> found = store.newest(
                search, cursor == null ? null : cursor(cursor), limit == null ? DEFAULT_LIMIT : limit(limit));
        return open.bound(caller, found).map(rows -> page(rows, caller));
    }

    /** A caller that is no operator sees its own generations only. */
    private static Map<String, String> owned(Caller caller, Map<String, String> values) {
        if (!caller.operator() && !caller.name().equals(values.getOrDefault(Filters.CALLER, caller.name()))) {
            throw ProblemException.invalid(
                    Parameters.WHERE + Filters.CALLER,
                    "must be the caller's own name: another's needs the role operator");
        }
        if (!caller.operator()) {
            values.put(Filters.CALLER, caller.name());
        }
        return values;
    }

    private static GenerationPage page(Found found, Caller reader) {
        UUID reached = found.reached();
        return new GenerationPage(
                found.rows().readable().stream()
                        .map(row -> GenerationView.of(row, reader))
                        .toList(),
                reached == null ? null : Cursor.of(reached),
                reached == null ? null : Search.timeOf(reached));
    }

    private static int limit(String limit) {
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw ProblemException.invalid("query/limit", "must be an integer from 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    private static UUID cursor(String cursor) {
        return Cursor.parse(cursor)
                .orElseThrow(() -> ProblemException.invalid("query/cursor", "is not the cursor of a page"));
    }
}
