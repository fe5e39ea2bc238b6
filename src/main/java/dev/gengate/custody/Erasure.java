package dev.gengate.custody;

import dev.gengate.custody.KeptResults.Stored;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.ErasureStore;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.operations.Act;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Erases what was said and made: the input, the links and the stored files of an ended generation. Its figures stay. */
@ApplicationScoped
public class Erasure {
    private static final Logger LOG = Logger.getLogger(Erasure.class);
    /** Longer than removing takes. */
    private static final Duration UNDISTURBED = Duration.ofMinutes(10);

    private final StoreOfResults store;
    private final GenerationStore generations;
    private final ErasureStore ledger;
    private final CustodyMetrics metrics;
    private final Clock clock;

    Erasure(
            StoreOfResults store,
            GenerationStore generations,
            ErasureStore ledger,
            CustodyMetrics metrics,
            Clock clock) {
        this.store = store;
        this.generations = generations;
        this.ledger = ledger;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** How long after its end a generation may still be copied. */
    public Duration longestCustody() {
        return store.longest();
    }

    /** Whether something of it is in the store, as its row says. */
    public boolean hasObjects(Generation row) {
        return !objects(row).isEmpty();
    }

    /** Because of its age. The row as it is then; null while it may not be erased: open, not published, or being copied. */
    public Uni<Generation> erase(Generation row) {
        return erase(row, "retention", null);
    }

    /**
     * The same because somebody says so.
     *
     * @param by who does
     * @param act of an operator, for the audit; else null
     */
    public Uni<Generation> erase(Generation row, String by, Act act) {
        Instant now = clock.instant();
        return ledger.leftAlone(row.id(), now, now.plus(UNDISTURBED))
                // read again: it may have been copied since
                .flatMap(may ->
                        may ? generations.find(row.id()) : Uni.createFrom().nullItem())
                .flatMap(found -> found == null
                        ? Uni.createFrom().nullItem()
                        : removed(found, act).invoke(erased -> told(found, erased, by)));
    }

    private Uni<Generation> removed(Generation found, Act act) {
        // files first: a row that is erased no longer knows them
        return StoreAwayException.or(() -> remove(found)).chain(() -> ledger.erase(found.id(), clock.instant(), act));
    }

    private static void told(Generation before, Generation erased, String by) {
        if (erased != null && !before.erased()) {
            LOG.infof("the content of generation %s is erased, by %s", before.id(), by);
        }
    }

    private Future<Void> remove(Generation row) {
        Set<String> keys = keys(row);
        return keys.isEmpty()
                ? Future.succeededFuture()
                : Removal.of(keys, store.get(), metrics)
                        .compose(left -> left.isEmpty()
                                ? Future.succeededFuture()
                                : Future.failedFuture(new StoreAwayException("objects are not removed")));
    }

    /** @throws StoredElsewhereException if some of it is not where the store would look */
    private Set<String> keys(Generation row) {
        Map<String, Stored> objects = objects(row);
        if (!objects.entrySet().stream().allMatch(object -> store.has(object.getKey(), object.getValue()))) {
            throw new StoredElsewhereException();
        }
        return objects.keySet();
    }

    /** None where nobody can tell: what is unreadable must not keep the rest from being erased. */
    private static Map<String, Stored> objects(Generation row) {
        return KeptResults.ifReadable(row).map(results -> results.objects(row)).orElse(Map.of());
    }
}
