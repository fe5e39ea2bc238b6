package dev.gengate.custody;

import dev.gengate.custody.fetch.FetchException;
import dev.gengate.generation.Generation;
import dev.gengate.schedule.Repeated;
import dev.gengate.schedule.RoundTime;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks through one day of the store, page by page, and goes on where its time was over. What cannot be removed keeps nothing
 * else there.
 */
final class DaySweep {
    private static final Logger LOG = Logger.getLogger(DaySweep.class);
    private static final int MOST = 1_000;

    private final LocalDate day;
    private final ResultStore store;
    private final Function<List<UUID>, Uni<List<Generation>>> settled;
    private final CustodyMetrics metrics;
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private volatile String last;
    private volatile boolean whole;

    /** @param settled of some generations those that are there, have ended and are not copied */
    DaySweep(
            LocalDate day,
            ResultStore store,
            Function<List<UUID>, Uni<List<Generation>>> settled,
            CustodyMetrics metrics) {
        this.day = day;
        this.store = store;
        this.settled = settled;
        this.metrics = metrics;
    }

    boolean isOf(LocalDate other) {
        return day.equals(other);
    }

    /** As far as the time goes; whether all of it has been looked through. Fails once it has if nothing could be removed. */
    Uni<Boolean> goOn(RoundTime time) {
        return Repeated.whileFull(this::page, Integer.MAX_VALUE, time)
                .chain(() -> whole && removed.get() == 0 && left.get() > 0
                        ? Uni.createFrom().failure(new NothingRemoved())
                        : Uni.createFrom().item(whole));
    }

    /** False for the end. */
    private Uni<Boolean> page() {
        return Uni.createFrom()
                .completionStage(
                        () -> store.list(ObjectKey.folder(day), last, MOST).toCompletionStage())
                .flatMap(keys -> {
                    whole = keys.isEmpty();
                    return whole ? Uni.createFrom().item(false) : page(keys);
                });
    }

    private Uni<Boolean> page(List<String> keys) {
        Map<String, UUID> ids = new TreeMap<>();
        keys.forEach(key -> ObjectKey.generation(key).ifPresent(id -> ids.put(key, id)));
        return settled.apply(List.copyOf(ids.values()))
                .flatMap(rows -> remove(nobodys(ids, rows)))
                .map(done -> {
                    last = keys.get(keys.size() - 1);
                    return true;
                });
    }

    private static List<String> nobodys(Map<String, UUID> ids, List<Generation> rows) {
        Map<UUID, Generation> known = rows.stream().collect(Collectors.toMap(Generation::id, row -> row));
        return ids.entrySet().stream()
                .filter(object ->
                        known.containsKey(object.getValue()) && !named(object.getKey(), known.get(object.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Nobody knows what a row names that cannot be read, so its objects stay. */
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
                .completionStage(() -> Removal.of(keys, store, metrics).toCompletionStage())
                .invoke(stay -> {
                    removed.addAndGet(keys.size() - stay.size());
                    left.addAndGet(stay.size());
                })
                .replaceWithVoid();
    }

    /** The store removes nothing at all of a day. */
    static final class NothingRemoved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
