package dev.gengate.reconcile;

import dev.gengate.generation.ReconcileConfig;
import dev.gengate.schedule.Beat;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Settles silent generations: each duty runs every {@code gateway.reconcile.every}, one round at a time and
 * independently of the others. Any number of replicas share the work by claiming rows.
 */
@ApplicationScoped
class ReconcileSchedule {
    /** Longer than any round: one that hangs keeps its duty no longer than that. */
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
        beat.every("round of leases", config.every(), leases::round, LONGEST_ROUND);
        beat.every("round of deadlines", config.every(), deadlines::round, LONGEST_ROUND);
        beat.every("round of last polls", config.every(), lastPolls::round, LONGEST_ROUND);
        beat.every("round of polls", config.every(), polls::round, LONGEST_ROUND);
    }
}
