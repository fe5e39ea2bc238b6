package dev.gengate.reconcile;

import dev.gengate.database.Beat;
import dev.gengate.generation.ledger.GenerationStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Purges old generations in small batches; never an unpublished one. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final GenerationStore store;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(GenerationStore store, RetentionConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(config.every(), this::purge);
    }

    Uni<Void> purge() {
        return store.purge(clock.instant().minus(config.completed()), config.batch())
                .flatMap(purged ->
                        purged == config.batch() ? purge() : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.debugf("purge failed, will retry: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
