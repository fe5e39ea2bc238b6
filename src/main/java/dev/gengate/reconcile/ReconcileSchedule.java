package dev.gengate.reconcile;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Settles what stays silent, each duty every {@code gateway.reconcile.every}, one round of it at a time and by itself:
 * none waits for another. Any number of replicas share the work by claiming rows.
 */
@ApplicationScoped
class ReconcileSchedule {
    private static final Logger LOG = Logger.getLogger(ReconcileSchedule.class);
    private static final String EVERY = "${gateway.reconcile.every:1s}";
    /** Rounds are shorter, all of them; one that were not would be the last. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

    private final Leases leases;
    private final Deadlines deadlines;
    private final LastPolls lastPolls;
    private final Polls polls;

    ReconcileSchedule(Leases leases, Deadlines deadlines, LastPolls lastPolls, Polls polls) {
        this.leases = leases;
        this.deadlines = deadlines;
        this.lastPolls = lastPolls;
        this.polls = polls;
    }

    @Scheduled(every = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> leases() {
        return bounded("leases", leases::round);
    }

    @Scheduled(every = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> deadlines() {
        return bounded("deadlines", deadlines::round);
    }

    @Scheduled(every = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> lastPolls() {
        return bounded("last polls", lastPolls::round);
    }

    @Scheduled(every = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> polls() {
        return bounded("polls", polls::round);
    }

    private static Uni<Void> bounded(String what, Supplier<Uni<Void>> round) {
        return Uni.createFrom()
                .deferred(round::get)
                .ifNoItem()
                .after(LONGEST_ROUND)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("round of %s stopped: %s", what, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
