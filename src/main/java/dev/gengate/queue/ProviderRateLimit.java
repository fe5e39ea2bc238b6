package dev.gengate.queue;

import dev.gengate.generation.ledger.RateLimitStore;
import dev.gengate.provider.SubmitResult;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The provider's limit as a ring of slots in the database, and the pause that all replicas keep when the provider says
 * "too fast" or "not now". Slots are taken by the statements that admit and claim generations, in the same
 * transaction, so a restart forgets nothing.
 */
@ApplicationScoped
public class ProviderRateLimit {
    /** More slots than that would make finding a free one slow; the window is cut instead: stricter, never looser. */
    static final int MOST_SLOTS = 1_000;

    private static final Logger LOG = Logger.getLogger(ProviderRateLimit.class);
    /** Calls that leave a window apart may reach the provider a little closer than that. */
    private static final double DRIFT = 0.025;

    private static final Duration MOST_DRIFT = Duration.ofMillis(100);
    /** From the taking of a slot to the leaving of its call: more than that is not left to the drift. */
    private static final Duration LATE = Duration.ofMillis(50);

    private static final Duration LONG_WINDOW = Duration.ofSeconds(1);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RateLimitConfig config;
    private final RateLimitStore store;

    ProviderRateLimit(RateLimitConfig config, RateLimitStore store) {
        this.config = config;
        this.store = store;
    }

    /** A database that is just then restarted must not end a replica that starts. */
    void addSlots(@Observes StartupEvent event) {
        Uni.createFrom()
                .deferred(() -> store.addSlots(slots()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .expireIn(START_PATIENCE.toMillis())
                .await()
                .indefinitely();
    }

    /** How many slots the ring has. */
    public int slots() {
        return Math.min(config.limit(), MOST_SLOTS);
    }

    /** How long a used slot stays taken. */
    public Duration window() {
        double nanos = (double) config.period().toNanos() * slots() / config.limit();
        return Duration.ofNanos((long) (nanos + Math.min(nanos * DRIFT, MOST_DRIFT.toNanos())));
    }

    /**
     * The call of this generation leaves now, so long after its slot was taken: on a busy replica, or for want of a
     * connection. Costs a statement only if it is late, and where a window is long enough for that to matter: thousands
     * of slots a second would only be slower by it.
     */
    public void left(UUID generation, Duration afterwards) {
        if (afterwards.compareTo(LATE) > 0 && window().compareTo(LONG_WINDOW) >= 0) {
            store.leftLate(generation, window())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("slot not held longer: %s", failure.getMessage()));
        }
    }

    /** Nothing is sent by any replica for a while: as long as the provider asked, else longer with every strike. */
    public Uni<Void> pause(SubmitResult.TryLater cause) {
        LOG.infof("submissions pause: %s", cause.reason());
        return store.pause(cause.reason().name(), cause.retryAfter().orElse(null), FIRST_PAUSE, LONGEST_PAUSE);
    }

    /** Nothing is sent by any replica until {@code BalanceWatch} sees a balance again. */
    public Uni<Void> pauseWithoutCredits() {
        LOG.info("submissions pause: NO_CREDITS");
        return store.pauseWithoutCredits();
    }
}
