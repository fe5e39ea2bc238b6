package dev.gengate.generation.outbox;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Events set aside because Kafka cannot take them as they are. {@link OutboxStore#setAside} adds them. */
@ApplicationScoped
public class DeadLetterStore {
    /** Which events are due for another try? Claimed until the given lease. */
    static final String CLAIM =
            """
            update dead_letter set due_at = $2 where generation_id = any(array(
                select generation_id from dead_letter where due_at <= $1
                order by due_at limit $3 for update skip locked))
            returning generation_id""";

    /** A failed try with its causes: the pause before the next one doubles, from a minute up to six hours. */
    static final String TRIED_IN_VAIN =
            """
            update dead_letter d set tries = d.tries + 1, cause = tried.cause,
                due_at = $3::timestamptz + least(interval '6 hours', interval '1 minute' * power(2, least(d.tries, 20)))
            from unnest($1::uuid[], $2::text[]) tried(id, cause)
            where d.generation_id = tried.id""";

    /** Makes all due because a cause may be gone, except those claimed for a short time. */
    static final String ALL_DUE = "update dead_letter set due_at = $1 where due_at > $2";

    private static final String RENEW = "update dead_letter set due_at = $2 where generation_id = any($1)";

    private static final String AMONG = "select generation_id from dead_letter where generation_id = any($1)";

    /** By the primary key, in which ids follow the time of acceptance. */
    private static final String FIRST =
            "select generation_id, cause, set_aside_at, tries from dead_letter order by generation_id limit $1";

    private static final String PUBLISHED = "delete from dead_letter where generation_id = any($1)";

    /**
     * An event that stands aside.
     *
     * @param id of its generation
     * @param cause why the latest try was in vain
     */
    public record Aside(UUID id, String cause, Instant since, int tries) {}

    private final Database database;

    DeadLetterStore(Database database) {
        this.database = database;
    }

    /** Up to {@code most} due events, now leased to the caller. */
    public Uni<Set<UUID>> claim(Instant now, Instant lease, int most) {
        return database.run(CLAIM, Tuple.of(timestamp(now), timestamp(lease), most))
                .map(DeadLetterStore::ids);
    }

    /** They are still on their way to the broker, and nobody else's to try. */
    public Uni<Void> renew(Collection<UUID> generations, Instant lease) {
        return database.run(RENEW, Tuple.of(generations.toArray(UUID[]::new), timestamp(lease)))
                .replaceWithVoid();
    }

    /** Which of these generations have an event that stands aside: the broker has never had it. */
    public Uni<Set<UUID>> among(Collection<UUID> generations) {
        return database.run(AMONG, Tuple.of(generations.toArray(UUID[]::new))).map(DeadLetterStore::ids);
    }

    /** So many of those that stand aside, of what was accepted first. */
    public Uni<List<Aside>> first(int most) {
        return database.read(FIRST, Tuple.of(most)).map(rows -> {
            List<Aside> aside = new ArrayList<>();
            rows.forEach(row -> aside.add(new Aside(
                    row.getUUID(0), row.getString(1), row.getOffsetDateTime(2).toInstant(), row.getInteger(3))));
            return aside;
        });
    }

    /** Removes events that the broker has or whose generation is gone. */
    public Uni<Void> published(Collection<UUID> generations) {
        return database.run(PUBLISHED, Tuple.of(generations.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** Records a failed try with its causes. */
    public Uni<Void> triedInVain(Map<UUID, String> causes, Instant now) {
        Tuple parameters =
                Tuple.of(causes.keySet().toArray(UUID[]::new), causes.values().toArray(String[]::new), timestamp(now));
        return database.run(TRIED_IN_VAIN, parameters).replaceWithVoid();
    }

    /** Makes all due now, except those claimed until {@code leases} at most. */
    public Uni<Integer> allDue(Instant now, Instant leases) {
        return database.run(ALL_DUE, Tuple.of(timestamp(now), timestamp(leases)))
                .map(RowSet::rowCount);
    }

    public static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }
}
