package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import dev.gengate.database.LedgerIds;
import dev.gengate.generation.DeadlineConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Replays and their progress. They walk the primary key, whose ids are in the order of creation. */
@ApplicationScoped
public class ReplayStore {
    private static final String COLUMNS =
            "id, from_time, to_time, last_id, published, skipped, created_at, finished_at";

    private static final String CREATE =
            """
            insert into replay (id, requested_by, from_time, to_time, last_id, due_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $6) returning\s"""
                    + COLUMNS;

    private static final String OF_ID = "select " + COLUMNS + " from replay where id = $1";

    /** Which replay is due for its next step? Claimed until the given lease. */
    private static final String CLAIM =
            """
            update replay set due_at = $2 where id = (
                select id from replay where finished_at is null and due_at <= $1
                order by due_at limit 1 for update skip locked)
            returning\s"""
                    + COLUMNS;

    private static final String NEXT = "select " + GenerationSql.COLUMNS
            + " from generation g where g.id > $1 and g.id < $2 order by g.id limit $3";

    private static final String ADVANCE =
            """
            update replay set last_id = $2, published = published + $3, skipped = skipped + $6, due_at = $4,
                finished_at = $5
            where id = $1 and finished_at is null""";

    private final Database database;
    private final DeadlineConfig deadlines;
    private final LedgerIds ids;

    ReplayStore(Database database, DeadlineConfig deadlines, LedgerIds ids) {
        this.database = database;
        this.deadlines = deadlines;
        this.ids = ids;
    }

    /** Stores a new replay. */
    public Uni<Replay> create(String caller, Instant from, Instant to, Instant now) {
        UUID start = UuidCreator.getTimeOrderedEpochMin(earliest(from));
        Tuple parameters = Tuple.of(ids.next(), caller, timestamp(from), timestamp(to))
                .addUUID(start)
                .addOffsetDateTime(timestamp(now));
        return database.run(CREATE, parameters).map(ReplayStore::first);
    }

    /** The replay, or null. */
    public Uni<Replay> find(UUID id) {
        return database.run(OF_ID, Tuple.of(id)).map(ReplayStore::first);
    }

    /** A replay whose next step is due, or null. */
    public Uni<Replay> claim(Instant now, Instant lease) {
        return database.run(CLAIM, Tuple.of(timestamp(now), timestamp(lease))).map(ReplayStore::first);
    }

    /** The next generations to process, terminal within the range or not; fewer than {@code most} at the end. */
    public Uni<StoredGenerations> next(Replay replay, int most) {
        UUID end = UuidCreator.getTimeOrderedEpochMin(replay.to());
        return database.run(NEXT, Tuple.of(replay.lastId(), end, most)).map(GenerationRows::stored);
    }

    /** Records a finished step. */
    public Uni<Void> advance(Replay replay, UUID lastId, int published, int skipped, Instant due, Instant finishedAt) {
        Tuple parameters = Tuple.of(replay.id(), lastId)
                .addInteger(published)
                .addOffsetDateTime(timestamp(due))
                .addOffsetDateTime(finishedAt == null ? null : timestamp(finishedAt))
                .addInteger(skipped);
        return database.run(ADVANCE, parameters).replaceWithVoid();
    }

    /** Never before the epoch: an id of such a time would sort after all others. */
    private Instant earliest(Instant from) {
        Instant earliest = from.minus(longestLife());
        return earliest.isBefore(Instant.EPOCH) ? Instant.EPOCH : earliest;
    }

    /** The longest time from creation to end: queued, submitted, unconfirmed, and some slack. */
    private Duration longestLife() {
        return deadlines.result().multipliedBy(2).plus(deadlines.confirmation()).plus(Duration.ofHours(1));
    }

    private static Replay first(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return null;
        }
        Row row = rows.iterator().next();
        return new Replay(
                row.getUUID(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getOffsetDateTime(2).toInstant(),
                row.getUUID(3),
                row.getLong(4),
                row.getLong(5),
                row.getOffsetDateTime(6).toInstant(),
                row.getOffsetDateTime(7) == null
                        ? null
                        : row.getOffsetDateTime(7).toInstant());
    }
}
