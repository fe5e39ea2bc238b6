package dev.gengate.reconcile;

import dev.gengate.custody.Erasure;
import dev.gengate.custody.StoredElsewhereException;
import dev.gengate.database.Beat;
import dev.gengate.database.Repeated;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.ErasureStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Erases the contents of old generations while their figures stay: in the order of their ids, from where the last round
 * ended, one replica at a time. One that cannot be erased keeps its content until its row is purged.
 */
@ApplicationScoped
class ContentRetention {
    private static final Logger LOG = Logger.getLogger(ContentRetention.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST = 100;

    private final ErasureStore ledger;
    private final Erasure erasure;
    private final RetentionConfig config;
    private final Duration longestLife;
    private final Clock clock;

    ContentRetention(
            ErasureStore ledger, Erasure erasure, RetentionConfig config, DeadlineConfig deadlines, Clock clock) {
        this.ledger = ledger;
        this.erasure = erasure;
        this.config = config;
        // while it is in custody it is passed over, and nobody comes back to it
        this.longestLife = DeadlineConfig.longestLife(deadlines).plus(erasure.longestCustody());
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        config.content().ifPresent(kept -> beat.every(config.every(), () -> round(kept.plus(longestLife))));
    }

    private Uni<Void> round(Duration age) {
        Instant now = clock.instant();
        return ledger.turn(now, now.plus(LEASE))
                .flatMap(last -> last == null ? Uni.createFrom().voidItem() : erase(last, now.minus(age)))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "contents not erased, will retry: %s",
                        failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> erase(UUID last, Instant acceptedBefore) {
        AtomicReference<UUID> end = new AtomicReference<>(last);
        return Repeated.whileFull(() -> batch(end, acceptedBefore), Integer.MAX_VALUE);
    }

    private Uni<Boolean> batch(AtomicReference<UUID> end, Instant acceptedBefore) {
        return ledger.oldest(end.get(), acceptedBefore, MOST)
                .flatMap(rows -> all(rows.readable()).chain(() -> {
                    end.set(rows.last().orElse(end.get()));
                    boolean more = rows.size() == MOST;
                    Instant now = clock.instant();
                    return ledger.erased(end.get(), more ? now.plus(LEASE) : now)
                            .replaceWith(more);
                }));
    }

    /** One that cannot be erased is passed over; fails if the store or the ledger fails for all. */
    private Uni<Void> all(List<Generation> rows) {
        List<Throwable> failures = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Generation row : rows) {
            all = all.chain(() -> one(row, failures));
        }
        return all.chain(() -> !failures.isEmpty() && failures.size() == rows.size()
                ? Uni.createFrom().failure(failures.get(0))
                : Uni.createFrom().voidItem());
    }

    private Uni<Void> one(Generation row, List<Throwable> failures) {
        return erasure.erase(row)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> {
                    LOG.warnf(
                            "the content of generation %s is not erased: %s",
                            row.id(), failure.getClass().getSimpleName());
                    if (!(failure instanceof StoredElsewhereException)) {
                        failures.add(failure);
                    }
                })
                .onFailure()
                .recoverWithNull();
    }
}
