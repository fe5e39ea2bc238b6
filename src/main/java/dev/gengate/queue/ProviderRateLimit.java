package dev.gengate.queue;

import dev.gengate.generation.account.RateLimitStore;
import dev.gengate.observability.StartupWait;
import dev.gengate.provider.answer.SubmitResult;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The provider's limit as a ring of slots in the database, and the pause of all replicas when the provider answers "too
 * fast" or "not now". The statements that admit and claim generations take slots in the same transaction, so a restart
 * forgets nothing.
 */
@ApplicationScoped
public class ProviderRateLimit {
    /** With more slots, finding a free one would be slow; the window is cut instead: stricter, never looser. */
    static final int MOST_SLOTS = 1_000;

    private static final Logger LOG = Logger.getLogger(ProviderRateLimit.class);
    /** Calls sent a window apart may reach the provider slightly closer together. */
    private static final double DRIFT = 0.025;

    private static final Duration MOST_DRIFT = Duration.ofMillis(100);
    /** The longest time from taking a slot to sending its call that the drift covers. */
    private static final Duration LATE = Duration.ofMillis(50);

    private static final Duration LONG_WINDOW = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RateLimitConfig config;
    private final RateLimitStore store;

    ProviderRateLimit(RateLimitConfig config, RateLimitStore store) {
        this.config = config;
        this.store = store;
    }

    void addSlots(@Observes StartupEvent event) {
        StartupWait.forLedger(Uni.createFrom().deferred(() -> store.addSlots(slots())));
    }

    /** The number of slots in the ring. */
    public int slots() {
        return Math.min(config.limit(), MOST_SLOTS);
    }

    /** How long a slot stays taken after use. */
    public Duration window() {
        double nanos = (double) config.period().toNanos() * slots() / config.limit();
        return Duration.ofNanos((long) (nanos + Math.min(nanos * DRIFT, MOST_DRIFT.toNanos())));
    }

    /**
     * The generation's call is sent this long after its slot was taken: on a busy replica, or for lack of a connection.
     * Runs a statement only if the call is late and the window long enough for it to matter: it would slow down
     * thousands of slots a second.
     */
    public void left(UUID generation, Duration afterwards) {
        if (afterwards.compareTo(LATE) > 0 && window().compareTo(LONG_WINDOW) >= 0) {
            store.leftLate(generation, window())
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debugf("slot of a late call not extended: %s", failure.getMessage()));
        }
    }

    /** Pauses submissions on all replicas: as long as the provider asked, or longer with every strike. */
    public Uni<Void> pause(SubmitResult.TryLater cause) {
        LOG.infof("submissions pause: %s", cause.reason());
        return store.pause(cause.reason().name(), cause.retryAfter().orElse(null), FIRST_PAUSE, LONGEST_PAUSE);
    }
}
