package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFlow;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Finishes publishing when a replica shuts down: events on their way to the broker arrive and are marked. The leases of the
 * others are released at once, so that other replicas publish them; only these may be published twice.
 */
@ApplicationScoped
class OutboxFlush {
    /** The time limit of the whole flush. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger(OutboxFlush.class);
    private static final Duration FREEING = Duration.ofSeconds(2);

    private final EventFlow flow;
    private final OutboxAcknowledger delivered;
    private final OutboxLeases leases;
    private final Clock clock;

    OutboxFlush(EventFlow flow, OutboxAcknowledger delivered, OutboxLeases leases, Clock clock) {
        this.flow = flow;
        this.delivered = delivered;
        this.leases = leases;
        this.clock = clock;
    }

    void flush(@Observes @Priority(OutboxPublisher.FLUSH) ShutdownEvent event) {
        Instant end = clock.instant().plus(PATIENCE).minus(FREEING);
        boolean idle = flow.underWay().awaitIdle(Duration.between(clock.instant(), end));
        if (!delivered.unwritten().awaitIdle(Duration.between(clock.instant(), end)) || !idle) {
            free();
        }
    }

    private void free() {
        try {
            int commits = leases.freeAll().await().atMost(FREEING);
            LOG.warnf("%d outbox entries released to the other replicas", commits);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "outbox entries not released; the other replicas publish them when the leases expire: %s",
                    e.getClass().getSimpleName());
        }
    }
}
