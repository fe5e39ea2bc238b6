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
 * The end of a replica that is told to go: what is on its way to the broker gets there, and is marked. What does not is
 * freed for the other replicas at once; it is all that may be published twice then.
 */
@ApplicationScoped
class OutboxFlush {
    /** For all of it. */
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
            LOG.warnf("%d commits left to the other replicas", commits);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "what is not published is left to the other replicas when its leases run out: %s",
                    e.getClass().getSimpleName());
        }
    }
}
