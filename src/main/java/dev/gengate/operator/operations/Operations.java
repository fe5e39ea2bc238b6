package dev.gengate.operator.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.database.LedgerIds;
import dev.gengate.generation.CanonicalId;
import dev.gengate.generation.operations.Operation;
import dev.gengate.generation.operations.OperationStore;
import dev.gengate.operator.operations.OperationsResource.Matches;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Begins, shows and ends operations. */
@ApplicationScoped
class Operations {
    private final Orders orders;
    private final MatchCount count;
    private final OperationStore store;
    private final LedgerIds ids;
    private final ObjectMapper json;
    private final Clock clock;

    Operations(Orders orders, MatchCount count, OperationStore store, LedgerIds ids, ObjectMapper json, Clock clock) {
        this.orders = orders;
        this.count = count;
        this.store = store;
        this.ids = ids;
        this.json = json;
        this.clock = clock;
    }

    Order order(byte[] body) {
        return orders.read(body);
    }

    Uni<Matches> matches(Order order) {
        return count.of(order.search(), end(order));
    }

    /** It ends with what is there now. */
    private UUID end(Order order) {
        UUID now = ids.next();
        UUID end = order.search().endId();
        return now.toString().compareTo(end.toString()) < 0 ? now : end;
    }

    Uni<Operation> begin(Order order, String by) {
        UUID end = end(order);
        return count.of(order.search(), end)
                .invoke(matches -> mustBeFew(order, matches))
                .flatMap(matches -> store.create(operation(order, by, matches, end)));
    }

    private static void mustBeFew(Order order, Matches matches) {
        if (order.most() != null && (matches.matched() > order.most() || !matches.complete())) {
            String found = matches.complete() ? "" + matches.matched() : "too many to count";
            throw ProblemException.invalid("/filter", "matches more generations than may be changed: " + found);
        }
    }

    private Operation operation(Order order, String by, Matches matches, UUID end) {
        return new Operation(
                ids.next(),
                order.action().wireName(),
                text(order),
                order.reason(),
                by,
                order.most(),
                matches.complete() ? matches.matched() : null,
                order.search().firstId(),
                end,
                0,
                0,
                0,
                clock.instant(),
                null,
                null);
    }

    private String text(Order order) {
        return json.valueToTree(order.filter()).toString();
    }

    Uni<List<Operation>> newest() {
        return store.newest();
    }

    Uni<Operation> find(String id) {
        return CanonicalId.of(id)
                .map(store::find)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.of(ProblemType.NOT_FOUND, "There is no operation with this id."));
    }

    /** One that has ended stays as it is. */
    Uni<Operation> abort(String id, String by, String reason) {
        return find(id).flatMap(found -> store.abort(found.id(), clock.instant(), by, reason)
                .flatMap(ended -> ended == null ? find(id) : Uni.createFrom().item(ended)));
    }
}
