package dev.gengate.generation.account;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** The provider's limit as all replicas share it: its slots, and the pauses of submissions. */
@ApplicationScoped
public class RateLimitStore {
    private static final String ADD_SLOTS =
            """
            insert into pace_slot (slot, free_at) select slot, '-infinity' from generate_series(1, $1::int) slot
            on conflict do nothing""";

    /**
     * The pause doubles with every strike; refusals of calls that were running when the pause began are no further
     * strikes. Those of a limit of the key itself are counted anew: its pauses are far longer. The operator's brake stays
     * the reason of a pause that lasts no longer than it does: whoever releases it, or gives it an end, finds it by that.
     */
    public static final String PAUSE =
            """
            update pace set pause_reason = case
                    when pause_reason = 'OPERATOR' and paused_until > clock_timestamp()
                        and ($2::bigint is null or paused_until >= clock_timestamp() + interval '1 millisecond' * $2::bigint)
                    then pause_reason else $1 end,
                strikes = case when paused_until <= clock_timestamp() then least(%1$s + 1, 20) else strikes end,
                paused_until = case
                    when paused_until <= clock_timestamp() or $2::bigint is not null then greatest(paused_until,
                        clock_timestamp() + interval '1 millisecond'
                            * coalesce($2::bigint, least($3::bigint * power(2, %1$s), $4::bigint)))
                    else paused_until end"""
                    .formatted(
                            "case when (pause_reason = 'KEY_LIMIT') is distinct from ($1 = 'KEY_LIMIT') then 0 else strikes end");

    /** A slot counts from when its call leaves, or the next call would follow too closely. */
    public static final String LEFT_LATE =
            """
            update pace_slot set free_at = clock_timestamp() + $2 * interval '1 microsecond'
            where taken_by = $1 and free_at > clock_timestamp()""";

    private final Database database;

    RateLimitStore(Database database) {
        this.database = database;
    }

    /** Adds missing slots up to the limit; existing ones stay as they are. */
    public Uni<Void> addSlots(int slots) {
        return database.run(ADD_SLOTS, Tuple.of(slots)).replaceWithVoid();
    }

    /** The generation's call leaves late: its slot is free again a whole window from now. */
    public Uni<Void> leftLate(UUID generation, Duration window) {
        return database.run(LEFT_LATE, Tuple.of(generation, window.toNanos() / 1_000))
                .replaceWithVoid();
    }

    /**
     * Pauses submissions on all replicas.
     *
     * @param asked the pause that the provider asked for, or null: then it grows with every strike
     */
    public Uni<Void> pause(String reason, Duration asked, Duration first, Duration longest) {
        Tuple parameters = Tuple.of(reason)
                .addLong(asked == null ? null : asked.toMillis())
                .addLong(first.toMillis())
                .addLong(longest.toMillis());
        return database.run(PAUSE, parameters).replaceWithVoid();
    }
}
