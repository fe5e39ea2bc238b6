package dev.gengate.usage;

import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.figures.UsageStore;
import dev.gengate.generation.figures.UsageStore.Hour;
import dev.gengate.generation.figures.UsageStore.Turn;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import dev.gengate.schedule.RoundTime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Rolls up the hours that have changed, on one replica for all, beside everything else. */
@ApplicationScoped
class UsageRollUp {
    /** Credits by which the balance fell in the last day. */
    static final String FALL = "gateway.usage.fall.credits";
    /** The part of that which no generation accounts for; below 0 if generations account for more. */
    static final String DRIFT = "gateway.usage.drift.credits";

    private static final Logger LOG = Logger.getLogger(UsageRollUp.class);

    private final UsageStore store;
    private final UsageConfig config;
    private final Duration kept;
    private final Clock clock;
    private volatile Turn latest = new Turn(false, 0, 0);

    UsageRollUp(UsageStore store, UsageConfig config, RetentionConfig retention, Clock clock, MeterRegistry registry) {
        this.store = store;
        this.config = config;
        this.kept = retention.completed();
        this.clock = clock;
        Gauge.builder(FALL, () -> latest.fall()).register(registry);
        Gauge.builder(DRIFT, () -> latest.fall() - latest.known()).register(registry);
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every("usage roll-up", config.every(), this::round);
    }

    Uni<Void> round() {
        return store.turn(clock.instant(), config.every())
                .invoke(turn -> latest = turn)
                .flatMap(this::rollUp);
    }

    private Uni<Void> rollUp(Turn turn) {
        return turn.ours()
                ? store.changed(clock.instant().minus(kept))
                        .flatMap(this::rollUp)
                        .chain(() -> store.watch(clock.instant()))
                : Uni.createFrom().voidItem();
    }

    /** One hour that cannot be rolled up stops no other; the next round goes on with those that there is no time for. */
    private Uni<Void> rollUp(List<Hour> hours) {
        RoundTime time = new RoundTime();
        return Repeated.each(
                hours, hour -> time.isLeft() ? rollUp(hour) : Uni.createFrom().voidItem());
    }

    private Uni<Void> rollUp(Hour hour) {
        return store.rollUp(hour, config.by().orElse(List.of()), clock.instant())
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("usage of %s not rolled up, will retry: %s", hour.begin(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
