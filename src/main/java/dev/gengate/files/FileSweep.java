package dev.gengate.files;

import dev.gengate.custody.StoreAwayException;
import dev.gengate.custody.StoreOfFiles;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Removes files whose time is over: marked first, then the object, then the row, so that one which the store keeps is
 * tried again. Every replica runs it; what one is at, the others leave for a while.
 */
@ApplicationScoped
class FileSweep {
    private static final Logger LOG = Logger.getLogger(FileSweep.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final int MOST = 100;
    private static final int MOST_BATCHES = 10_000;

    private final StoreOfFiles store;
    private final FileStore ledger;
    private final RetentionConfig config;
    private final Clock clock;

    FileSweep(StoreOfFiles store, FileStore ledger, RetentionConfig config, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("removal of files", config.every(), this::round);
    }

    Uni<Void> round() {
        return Repeated.whileFull(this::batch, MOST_BATCHES);
    }

    private Uni<Boolean> batch() {
        Instant now = clock.instant();
        return ledger.claim(now, now.plus(AGAIN), MOST)
                .flatMap(files -> Repeated.each(files, this::remove).replaceWith(files.size() == MOST));
    }

    /** One that the store does not remove keeps no other one there. */
    Uni<Void> remove(StoredFile file) {
        return object(file)
                .chain(() -> ledger.removed(file.id()))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "file %s is not removed, will retry: %s", file.id(), StoreAwayException.kind(failure)))
                .onFailure()
                .recoverWithNull();
    }

    /** What the provider has goes by itself, and a store that is switched off is nobody's to clean. */
    private Uni<Void> object(StoredFile file) {
        return file.objectKey() == null || !store.on()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .completionStage(() -> store.remove(file.objectKey()).toCompletionStage());
    }
}
