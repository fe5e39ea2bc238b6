package dev.gengate.queue;

import dev.gengate.accounts.BalanceWatch;
import dev.gengate.database.Database;
import dev.gengate.provider.SubmitResult;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
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

    private static final String ADD_SLOTS =
            """
            insert into pace_slot (slot, free_at) select slot, '-infinity' from generate_series(1, $1::int) slot
            on conflict do nothing""";

    /** Doubles with every strike; refusals of calls that were under way when the pause began are no further strikes. */
    static final String PAUSE =
            """
            update pace set pause_reason = $1,
                strikes = case when paused_until <= clock_timestamp() then least(strikes + 1, 20) else strikes end,
                paused_until = case
                    when paused_until <= clock_timestamp() or $2::bigint is not null then greatest(paused_until,
                        clock_timestamp() + interval '1 millisecond'
                            * coalesce($2::bigint, least($3::bigint * power(2, strikes), $4::bigint)))
                    else paused_until end""";

    /** A slot is taken from when its call leaves, or the next one would follow it too closely. */
    static final String LEFT_LATE =
            """
            update pace_slot set free_at = clock_timestamp() + $2 * interval '1 microsecond'
            where taken_by = $1 and free_at > clock_timestamp()""";

    /** Until a balance is seen again, whatever other pauses begin and end meanwhile; it is looked for at once. */
    private static final String NO_CREDITS =
            """
            with look as (update credits set due_at = '-infinity')
            update pace set no_credits_since = clock_timestamp() where no_credits_since is null""";

    private final RateLimitConfig config;
    private final Database database;

    ProviderRateLimit(RateLimitConfig config, Database database) {
        this.config = config;
        this.database = database;
    }

    /** A database that is just then restarted must not end a replica that starts. */
    void addSlots(@Observes StartupEvent event) {
        Uni.createFrom()
                .deferred(() -> database.run(ADD_SLOTS, Tuple.of(slots())))
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
            database.run(LEFT_LATE, Tuple.of(generation, window().toNanos() / 1_000))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("slot not held longer: %s", failure.getMessage()));
        }
    }

    /** Nothing is sent by any replica for a while: as long as the provider asked, else longer with every strike. */
    public Uni<Void> pause(SubmitResult.TryLater cause) {
        LOG.infof("submissions pause: %s", cause.reason());
        Long asked = cause.retryAfter().map(Duration::toMillis).orElse(null);
        Tuple parameters = Tuple.of(cause.reason().name())
                .addLong(asked)
                .addLong(FIRST_PAUSE.toMillis())
                .addLong(LONGEST_PAUSE.toMillis());
        return database.run(PAUSE, parameters).replaceWithVoid();
    }

    /** Nothing is sent by any replica until {@link BalanceWatch} sees a balance again. */
    public Uni<Void> pauseWithoutCredits() {
        LOG.info("submissions pause: NO_CREDITS");
        return database.run(NO_CREDITS, Tuple.tuple()).replaceWithVoid();
    }
}
