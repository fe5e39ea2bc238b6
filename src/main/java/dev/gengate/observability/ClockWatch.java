package dev.gengate.observability;

import dev.gengate.database.ClockStore;
import dev.gengate.database.LedgerClock;
import dev.gengate.schedule.Beat;
import dev.gengate.startup.StartOrder;
import dev.gengate.startup.StartupWait;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks for the database's time before anything uses it, and every second from then on: a dispatcher's look at the queue
 * reports it too, but not every dispatcher looks. Warns when the machine's wall clock differs much.
 */
@ApplicationScoped
class ClockWatch {
    /** The wall clock of the replica's machine minus the database's, in seconds. */
    static final String SKEW = "gateway.clock.skew.seconds";

    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LATELY = Duration.ofMillis(900);
    private static final Duration FAR = Duration.ofSeconds(5);

    private final ClockStore store;
    private final LedgerClock clock;
    private boolean far;

    ClockWatch(ClockStore store, LedgerClock clock, MeterRegistry registry) {
        this.store = store;
        this.clock = clock;
        Gauge.builder(SKEW, () -> clock.skew().toMillis() / 1e3).register(registry);
    }

    void atStart(@Observes @Priority(StartOrder.CLOCK) StartupEvent event, Beat beat) {
        StartupWait.forLedger(store.hear());
        compare();
        beat.every("reading of the database's time", EVERY, this::look);
    }

    private Uni<Void> look() {
        compare();
        if (clock.silence().compareTo(LATELY) < 0) {
            return Uni.createFrom().voidItem();
        }
        return store.hear();
    }

    private synchronized void compare() {
        Duration skew = clock.skew();
        boolean now = skew.abs().compareTo(FAR) > 0;
        if (now && !far) {
            LOG.warnf("this machine's clock is %d s ahead of the database's, which the gateway uses", skew.toSeconds());
        } else if (far && !now) {
            LOG.info("this machine's clock agrees with the database's again");
        }
        far = now;
    }
}
