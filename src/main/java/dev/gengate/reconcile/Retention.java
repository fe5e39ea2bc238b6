package dev.gengate.reconcile;

import dev.gengate.database.Beat;
import dev.gengate.database.Repeated;
import dev.gengate.database.RoundTime;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.generation.operations.OperationStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Purges old generations, never an unpublished one, acts and ended operations, in small batches. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int MOST_BATCHES = 10_000;

    private final GenerationStore generations;
    private final AuditStore audit;
    private final OperationStore operations;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(
            GenerationStore generations,
            AuditStore audit,
            OperationStore operations,
            RetentionConfig config,
            Clock clock) {
        this.generations = generations;
        this.audit = audit;
        this.operations = operations;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(config.every(), this::purge);
    }

    Uni<Void> purge() {
        Instant ended = clock.instant().minus(config.completed());
        Instant done = clock.instant().minus(config.audit());
        RoundTime time = new RoundTime();
        return all(() -> generations.purge(ended, config.batch()), time)
                .chain(() -> all(() -> audit.purge(done, config.batch()), time))
                .chain(() -> all(() -> operations.purge(done, config.batch()), time));
    }

    /** Repeated while there is a whole batch; one kind that cannot be purged keeps no other. */
    private Uni<Void> all(Supplier<Uni<Long>> batch, RoundTime time) {
        return Repeated.whileFull(() -> batch.get().map(purged -> purged == config.batch()), MOST_BATCHES, time)
                .onFailure()
                .invoke(failure -> LOG.debugf("purge failed, will retry: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
