package dev.gengate.operator.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.generation.operations.Operation;
import dev.gengate.generation.operations.OperationStore;
import dev.gengate.generation.operations.OperationStore.Step;
import dev.gengate.generation.search.Found;
import dev.gengate.generation.search.Search;
import dev.gengate.generation.search.SearchStore;
import dev.gengate.listing.Filters;
import dev.gengate.operator.ReplayConfig;
import dev.gengate.operator.operations.Order.Action;
import dev.gengate.schedule.Beat;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes the next step of an operation. Any replica claims one step a second, so the rate is bounded over all of them, and a
 * crash repeats one step at most. One that cannot be read ends; one that fails is tried again after its lease.
 */
@ApplicationScoped
class OperationRunner {
    private static final Logger LOG = Logger.getLogger(OperationRunner.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final OperationStore operations;
    private final SearchStore search;
    private final Filters filters;
    private final Deeds deeds;
    private final ReplayConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    OperationRunner(
            OperationStore operations,
            SearchStore search,
            Filters filters,
            Deeds deeds,
            ReplayConfig config,
            ObjectMapper json,
            Clock clock) {
        this.operations = operations;
        this.search = search;
        this.filters = filters;
        this.deeds = deeds;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("step of an operation", STEP, this::step);
    }

    Uni<Void> step() {
        Instant now = clock.instant();
        Instant lease = now.plus(LEASE);
        return operations
                .claim(now, lease)
                .flatMap(operation -> operation == null ? Uni.createFrom().voidItem() : step(operation, lease));
    }

    private Uni<Void> step(Operation operation, Instant lease) {
        Action action;
        Search wanted;
        try {
            action = Action.valueOf(operation.action().toUpperCase(Locale.ROOT));
            wanted = action.checked(filters.read(json.readValue(operation.filter(), TEXTS), "/filter/"));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            LOG.errorf("operation %s cannot be read and ends", operation.id());
            return operations
                    .abort(operation.id(), clock.instant(), "the gateway", "it cannot be read")
                    .replaceWithVoid();
        }
        return search.oldest(wanted, operation.lastId(), operation.endId(), atOnce(action, operation))
                .flatMap(found -> deeds.of(action, operation, found.rows())
                        .flatMap(done -> advance(operation, lease, found, done)));
    }

    /** No more than are left of those that it may change: more may match by now than when it was asked for. */
    private int atOnce(Action action, Operation operation) {
        int atOnce = deeds.atOnce(action, config.rate());
        return operation.most() == null
                ? atOnce
                : (int) Math.max(0, Math.min(atOnce, operation.most() - operation.done()));
    }

    private Uni<Void> advance(Operation operation, Instant lease, Found found, Deeds.Done done) {
        Instant now = clock.instant();
        boolean enough = operation.most() != null && operation.done() + done.done() >= operation.most();
        UUID reached = found.reached() == null ? operation.endId() : found.reached();
        return operations.advance(
                operation,
                new Step(reached, found.looked(), done.done(), done.skipped()),
                lease,
                now.plus(STEP),
                found.reached() == null || enough ? now : null);
    }
}
