package dev.gengate.reconcile;

import dev.gengate.database.Beat;
import dev.gengate.generation.ReconcileConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Settles silent generations: each duty runs every {@code gateway.reconcile.every}, one round at a time and
 * independently of the others. Any number of replicas share the work by claiming rows.
 */
@ApplicationScoped
class ReconcileSchedule {
    private static final Logger LOG = Logger.getLogger(ReconcileSchedule.class);
    /** Longer than any round; without a limit, one that hangs would be the last. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

    private final Leases leases;
    private final Deadlines deadlines;
    private final LastPolls lastPolls;
    private final Polls polls;
    private final ReconcileConfig config;

    ReconcileSchedule(Leases leases, Deadlines deadlines, LastPolls lastPolls, Polls polls, ReconcileConfig config) {
        this.leases = leases;
        this.deadlines = deadlines;
        this.lastPolls = lastPolls;
        this.polls = polls;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(config.every(), () -> bounded("leases", leases::round));
        beat.every(config.every(), () -> bounded("deadlines", deadlines::round));
        beat.every(config.every(), () -> bounded("last polls", lastPolls::round));
        beat.every(config.every(), () -> bounded("polls", polls::round));
    }

    private static Uni<Void> bounded(String what, Supplier<Uni<Void>> round) {
        return Uni.createFrom()
                .deferred(round::get)
                .ifNoItem()
                .after(LONGEST_ROUND)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("round of %s failed, will retry: %s", what, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
