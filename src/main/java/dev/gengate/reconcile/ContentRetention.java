package dev.gengate.reconcile;

import dev.gengate.custody.Erasure;
import dev.gengate.custody.StoredElsewhereException;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.Generation;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.ledger.ErasureStore;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Erases the contents of old generations while their figures stay: in the order of their ids, from where the last round
 * ended, one replica at a time. One that cannot be erased keeps its content until its row is purged; while no object at all can
 * be removed, the rest waits.
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
        config.content()
                .ifPresent(
                        kept -> beat.every("erasure of contents", config.every(), () -> round(kept.plus(longestLife))));
    }

    private Uni<Void> round(Duration age) {
        Instant now = clock.instant();
        return ledger.turn(now, now.plus(LEASE))
                .flatMap(last -> last == null ? Uni.createFrom().voidItem() : erase(last, now.minus(age)));
    }

    private Uni<Void> erase(UUID last, Instant acceptedBefore) {
        Progress progress = new Progress(last);
        return Repeated.whileFull(() -> batch(progress, acceptedBefore), Integer.MAX_VALUE);
    }

    private Uni<Boolean> batch(Progress progress, Instant acceptedBefore) {
        return ledger.oldest(progress.at, acceptedBefore, MOST)
                .flatMap(rows -> Repeated.each(rows.readable(), row -> one(row, progress))
                        .chain(() -> {
                            rows.last().ifPresent(progress::reached);
                            boolean more = rows.size() == MOST && !progress.storeSeemsAway();
                            Instant now = clock.instant();
                            return ledger.erased(progress.passed, more ? now.plus(LEASE) : now)
                                    .replaceWith(more);
                        }));
    }

    private Uni<Void> one(Generation row, Progress progress) {
        if (progress.storeSeemsAway()) {
            return Uni.createFrom().voidItem();
        }
        boolean hasObjects = erasure.hasObjects(row);
        return erasure.erase(row)
                .invoke(erased -> progress.erased(row, hasObjects && erased != null))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> {
                    LOG.warnf(
                            "the content of generation %s is not erased: %s",
                            row.id(), failure.getClass().getSimpleName());
                    progress.failed(row, failure instanceof StoredElsewhereException);
                })
                .onFailure()
                .recoverWithNull();
    }

    /**
     * How far a round has come. What fails is passed over once objects of a later one are removed: until then it may be the
     * store that is away, and the next round begins with it.
     */
    private static final class Progress {
        private static final int MOST_IN_VAIN = 10;

        private UUID at;
        private UUID passed;
        private int inVain;

        Progress(UUID last) {
            at = last;
            passed = last;
        }

        /** @param removed whether there were objects, and they are removed */
        void erased(Generation row, boolean removed) {
            inVain = removed ? 0 : inVain;
            reached(row.id());
        }

        void failed(Generation row, boolean forGood) {
            inVain += forGood ? 0 : 1;
            reached(row.id());
        }

        void reached(UUID id) {
            at = id;
            passed = inVain == 0 ? id : passed;
        }

        boolean storeSeemsAway() {
            return inVain >= MOST_IN_VAIN;
        }
    }
}
