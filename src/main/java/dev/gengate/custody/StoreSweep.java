package dev.gengate.custody;

import dev.gengate.custody.fetch.FetchException;
import dev.gengate.database.Beat;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.StoreSweepStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Removes from the store what no generation names: a copy that was killed between the object and its commit, and was
 * never made again. Looks through each day once, when all that was accepted on it is over, one replica at a time. What it
 * does not know, it leaves: objects of generations that are purged, or of other gateways.
 */
@ApplicationScoped
class StoreSweep {
    private static final Logger LOG = Logger.getLogger(StoreSweep.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration TIDIED_EVERY = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final int MOST = 1_000;

    private final StoreOfResults store;
    private final StoreSweepStore ledger;
    private final CustodyMetrics metrics;
    private final Duration longestLife;
    private final Vertx vertx;
    private final Clock clock;

    StoreSweep(
            StoreOfResults store,
            StoreSweepStore ledger,
            CustodyMetrics metrics,
            DeadlineConfig deadlines,
            Vertx vertx,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.metrics = metrics;
        this.longestLife = DeadlineConfig.longestLife(deadlines).plus(store.longest());
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (store.on()) {
            beat.every(EVERY, this::round);
            beat.every(TIDIED_EVERY, this::tidy);
        }
    }

    private Uni<Void> tidy() {
        return Uni.createFrom().completionStage(() -> vertx.<Void>executeBlocking(
                        () -> {
                            store.get().incoming().tidy();
                            return null;
                        },
                        false)
                .toCompletionStage());
    }

    /** All days that are due, one after the other. */
    Uni<Void> round() {
        Instant now = clock.instant();
        LocalDate over = LocalDate.ofInstant(now.minus(longestLife), ZoneOffset.UTC);
        return ledger.turn(now, now.plus(LEASE), over)
                .flatMap(day -> day == null
                        ? Uni.createFrom().voidItem()
                        : sweep(day, null)
                                .onFailure(failure -> passes(day, over, failure))
                                .recoverWithNull()
                                .chain(() -> ledger.done(day, now))
                                .chain(this::round));
    }

    /** A day of which nothing can be removed is tried for a day, and keeps no later one from its turn. */
    private static boolean passes(LocalDate day, LocalDate over, Throwable failure) {
        return failure instanceof NothingRemoved && day.isBefore(over.minusDays(1));
    }

    private Uni<Void> sweep(LocalDate day, String after) {
        return Uni.createFrom()
                .completionStage(() ->
                        store.get().list(ObjectKey.folder(day), after, MOST).toCompletionStage())
                .flatMap(keys -> keys.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : page(keys).chain(() -> sweep(day, keys.get(keys.size() - 1))));
    }

    private Uni<Void> page(List<String> keys) {
        Map<String, UUID> ids = new TreeMap<>();
        keys.forEach(key -> ObjectKey.generation(key).ifPresent(id -> ids.put(key, id)));
        return ledger.settled(List.copyOf(ids.values())).flatMap(rows -> {
            Map<UUID, Generation> known = rows.stream().collect(Collectors.toMap(Generation::id, row -> row));
            ids.entrySet()
                    .removeIf(object -> !known.containsKey(object.getValue())
                            || named(object.getKey(), known.get(object.getValue())));
            return remove(List.copyOf(ids.keySet()));
        });
    }

    /** Of a row that cannot be read nobody knows. */
    private static boolean named(String key, Generation row) {
        try {
            return row.results() != null && KeptResults.of(row).objects(row).containsKey(key);
        } catch (FetchException unreadable) {
            return true;
        }
    }

    private Uni<Void> remove(List<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof(
                "%d objects of the store that no generation names are removed, the first: %s",
                keys.size(), keys.get(0));
        return Uni.createFrom()
                .completionStage(() -> Removal.of(keys, store.get(), metrics).toCompletionStage())
                .flatMap(left -> left.size() == keys.size()
                        ? Uni.createFrom().failure(new NothingRemoved())
                        : Uni.createFrom().voidItem());
    }

    /** The store removes nothing at all. */
    private static final class NothingRemoved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
