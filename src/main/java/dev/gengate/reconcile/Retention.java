package dev.gengate.reconcile;

import dev.gengate.generation.ledger.GenerationStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Purges what is old, in small batches; never what is not published. */
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

    @Scheduled(every = "${gateway.retention.every:1m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return store.purge(clock.instant().minus(config.completed()), config.batch())
                .flatMap(purged ->
                        purged == config.batch() ? purge() : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.debugf("purge stopped: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
