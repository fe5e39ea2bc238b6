package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.outbox.DeadLetterStore;
import dev.gengate.generation.outbox.OutboxEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The custody: which results are still to be stored, and whose that is to do. Commits of outcomes fill it. */
@ApplicationScoped
public class CustodyStore {
    /** Events that go at one time without what is not stored. */
    public static final int MOST_TOLD = 256;

    private static final int MOST_LATE = 100;

    /**
     * Claims due rows that no replica holds, for $4 until the lease given: some to copy, and some beside them whose event of
     * late storing is left to send, so that neither waits for the other.
     */
    static final String CLAIM =
            """
            update custody set due_at = $2, holder = $4 where generation_id = any(array(
                select generation_id from custody where due_at <= $1 and stored_at is null
                order by due_at limit $3 for update skip locked) || array(
                select generation_id from custody where due_at <= $1 and stored_at is not null
                order by due_at limit %d for update skip locked))
            returning generation_id, expires_at, tries, stored_at, cause"""
                    .formatted(MOST_LATE);

    /** Their holder still works on them. What does not come back is another's by now, or over. */
    static final String RENEW =
            """
            update custody set due_at = $3 where generation_id = any($1) and holder = $2 returning generation_id""";

    /** They are tried again at that time, by anybody. */
    static final String AGAIN =
            """
            update custody set due_at = $3, holder = null where generation_id = any($1) and holder = $2""";

    /** What a holder that ends has not stored is anybody's. An event that is on its way stays its own until the lease is over. */
    static final String FREE = "update custody set due_at = $2, holder = null where holder = $1 and stored_at is null";

    /** Which events have waited long enough for what is not stored? They go into the outbox as they are. */
    static final String TELL =
            """
            with due as (
                select generation_id, completed_at from custody where tell_at <= $1
                order by tell_at limit %d for update skip locked),
            told as (
                update custody set tell_at = null
                where generation_id = any(array(select generation_id from due))),
            entry as (
                insert into outbox (completed_at, due_at, generations)
                select min(completed_at), $1, array_agg(generation_id) from due having count(*) > 0)
            select count(*) from due"""
                    .formatted(MOST_TOLD);

    /**
     * What became of some that are their holder's still. Their results, with what is stored of them, are in the row from
     * now on; what is over and was not told gets its event.
     */
    static final String SETTLE =
            """
            with
            -- those that are the holder's still, with what became of them; locked in the order of their ids
            mine as (
                select c.generation_id as id, c.completed_at, c.tell_at, s.results, s.ending, s.due_at, s.cause, s.tries
                from custody c, unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $10::int[])
                    as s(id, results, ending, due_at, cause, tries)
                where c.generation_id = s.id and c.generation_id = any($1) and c.holder = $6
                order by c.generation_id for update of c),
            -- the row names what is stored
            kept as (
                update generation g set images = m.results from mine m where g.id = m.id and g.id = any($1)
                returning %1$s),
            -- nothing is left to do for what is stored in time or lost
            over as (
                delete from custody where generation_id = any(array(
                    select id from mine
                    where ending <> 'again' and (tell_at is not null or ending = 'lost')))),
            -- the others are tried again, or their late event is still to be sent
            later as (
                update custody c set due_at = m.due_at, cause = m.cause, tries = m.tries,
                    holder = case when m.ending = 'again' then null else c.holder end,
                    stored_at = case when m.ending = 'again' then null else $7::timestamptz end
                from mine m
                where c.generation_id = m.id and c.generation_id = any($1)
                  and (m.ending = 'again' or m.tell_at is null and m.ending <> 'lost')),
            -- one entry for the events that waited for their results
            entry as (
                insert into outbox (completed_at, due_at, generations, holder)
                select min(completed_at), $8, array_agg(id), $9::uuid from mine
                where ending <> 'again' and tell_at is not null having count(*) > 0
                returning id)
            select %1$s, (select id from entry), m.tell_at is null as told from kept g, mine m where m.id = g.id"""
                    .formatted(GenerationSql.COLUMNS.strip());

    /** The row names what is stored so far of one that is its holder's still, while the rest is copied. */
    static final String KEEP =
            """
            with mine as (
                select generation_id from custody
                where generation_id = $1 and holder = $2 and stored_at is null for update)
            update generation g set images = $3 from mine m where g.id = m.generation_id and g.id = $1""";

    /** The broker has the events of what was stored late. */
    static final String DONE = "delete from custody where generation_id = any($1) and holder = $2";

    /** Nothing of them can be had any more. What has not been told stays: nothing else knows of its event. */
    static final String GIVE_UP = DONE + " and tell_at is null";

    /** Which events wait for their results? */
    static final String UNTOLD =
            "select generation_id from custody where generation_id = any($1) and tell_at is not null";

    /** How much is not stored, and since when? How much of it is given up by $2? Since when is some stored and not told? */
    static final String WAITING =
            """
            select count(*) filter (where stored_at is null),
                extract(epoch from $1 - min(completed_at) filter (where stored_at is null))::float8,
                count(*) filter (where stored_at is null and expires_at < $2),
                extract(epoch from $1 - min(stored_at))::float8
            from (select completed_at, expires_at, stored_at from custody limit 1000000) c""";

    /** Without a store nothing copies any more what was left by one: their links are dead by now. */
    static final String FORGET = "delete from custody where tell_at is null and expires_at < $1";

    private final Database database;

    CustodyStore(Database database) {
        this.database = database;
    }

    /**
     * How the results of a commit are kept.
     *
     * @param lease of the replica that copies first
     * @param tellAt when an event goes without what is not stored
     * @param expiresAt when the links are dead
     */
    public record Terms(OutboxEntry.Lease lease, Instant tellAt, Instant expiresAt) {

        void addTo(Tuple parameters) {
            parameters
                    .addOffsetDateTime(timestamp(lease.until()))
                    .addUUID(lease.holder())
                    .addOffsetDateTime(timestamp(tellAt))
                    .addOffsetDateTime(timestamp(expiresAt));
        }
    }

    /**
     * One that is due, and now the caller's.
     *
     * @param tries in vain so far; a claim that comes to nothing, as of a replica that died, is none
     * @param storedAt when all of it was stored, so that only its event is left to send; else null
     * @param cause of the latest try in vain; else null
     */
    public record Due(UUID id, Instant expiresAt, int tries, Instant storedAt, String cause) {}

    /** How one is settled. */
    public enum Ending {
        /** All that can be had is stored. */
        STORED,
        /** Nothing of it can be had any more. */
        LOST,
        /** It is tried again. */
        AGAIN
    }

    /**
     * What became of one.
     *
     * @param results as JSON, with what is stored of them
     * @param dueAt the next try, or the end of the lease
     * @param cause of a try in vain; else null
     * @param tries in vain so far
     * @param lost results that can no longer be had
     */
    public record Settlement(
            UUID id, String results, Ending ending, Instant dueAt, String cause, int tries, int lost) {}

    /**
     * What the ledger has of them now; those that were another's are not there.
     *
     * @param committed with the entry of those whose event goes now
     * @param late those whose event had gone without what is stored now
     * @param ids all of them
     */
    public record Settled(CommittedOutcomes committed, List<Generation> late, Set<UUID> ids) {}

    /** Whether a generation that has ended has results to keep. */
    public static boolean keeps(Generation row) {
        return row.state() == GenerationState.SUCCEEDED && row.results() != null;
    }

    /** Up to {@code most} that are due to be copied, and some whose event is left to send, now the holder's. */
    public Uni<List<Due>> claim(Instant now, OutboxEntry.Lease lease, int most) {
        return database.run(CLAIM, Tuple.of(timestamp(now), timestamp(lease.until()), most, lease.holder()))
                .map(CustodyStore::due);
    }

    /** The leases of those that are the holder's still; returned. */
    public Uni<Set<UUID>> renew(Collection<UUID> ids, OutboxEntry.Lease lease) {
        return database.run(RENEW, Tuple.of(array(ids), lease.holder(), timestamp(lease.until())))
                .map(DeadLetterStore::ids);
    }

    /** They are anybody's to try from that time on. */
    public Uni<Void> again(Collection<UUID> ids, UUID holder, Instant at) {
        return database.run(AGAIN, Tuple.of(array(ids), holder, timestamp(at))).replaceWithVoid();
    }

    /** Nothing that is not stored is the holder's any longer. */
    public Uni<Void> free(UUID holder, Instant now) {
        return database.run(FREE, Tuple.of(holder, timestamp(now))).replaceWithVoid();
    }

    /** Puts events that have waited long enough into the outbox; their number. */
    public Uni<Long> tell(Instant now) {
        return database.run(TELL, Tuple.of(timestamp(now)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Writes down what became of some. */
    public Uni<Settled> settle(List<Settlement> settlements, UUID holder, Instant now, OutboxEntry.Lease outbox) {
        Tuple parameters = Tuple.of(
                        array(settlements.stream().map(Settlement::id).toList()))
                .addArrayOfString(texts(settlements, Settlement::results))
                .addArrayOfString(texts(settlements, s -> s.ending().name().toLowerCase(Locale.ROOT)))
                .addArrayOfOffsetDateTime(
                        settlements.stream().map(s -> timestamp(s.dueAt())).toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(settlements, Settlement::cause))
                .addUUID(holder)
                .addOffsetDateTime(timestamp(now))
                .addOffsetDateTime(timestamp(outbox.until()))
                .addUUID(outbox.holder())
                .addArrayOfInteger(settlements.stream().map(Settlement::tries).toArray(Integer[]::new));
        Map<UUID, Ending> endings = settlements.stream().collect(Collectors.toMap(Settlement::id, Settlement::ending));
        return database.run(SETTLE, parameters).map(rows -> settled(rows, endings, outbox));
    }

    /** Writes down, as JSON, what is stored so far of one that is copied. */
    public Uni<Void> keep(UUID id, UUID holder, String results) {
        return database.run(KEEP, Tuple.of(id, holder, results)).replaceWithVoid();
    }

    /** Which of them have an event that waits for its results, and goes by itself. */
    public Uni<Set<UUID>> untold(Collection<UUID> ids) {
        return database.run(UNTOLD, Tuple.of((Object) array(ids))).map(DeadLetterStore::ids);
    }

    /** Removes what was told and can no longer be had. */
    public Uni<Void> forget(Instant now) {
        return database.run(FORGET, Tuple.of(timestamp(now))).replaceWithVoid();
    }

    /** Their events are with the broker: nothing is left to do. */
    public Uni<Void> done(Collection<UUID> ids, UUID holder) {
        return database.run(DONE, Tuple.of(array(ids), holder)).replaceWithVoid();
    }

    /** They can no longer be had; the number of those whose event is told. */
    public Uni<Integer> giveUp(Collection<UUID> ids, UUID holder) {
        return database.run(GIVE_UP, Tuple.of(array(ids), holder)).map(RowSet::rowCount);
    }

    /** What is not stored, or not told; how many are given up before {@code soon}. */
    public Uni<Waiting> waiting(Instant now, Instant soon) {
        return database.run(WAITING, Tuple.of(timestamp(now), timestamp(soon))).map(rows -> {
            Row row = rows.iterator().next();
            return new Waiting(row.getLong(0), seconds(row, 1), row.getLong(2), seconds(row, 3));
        });
    }

    private static double seconds(Row row, int column) {
        return row.getDouble(column) == null ? 0 : Math.max(0, row.getDouble(column));
    }

    /**
     * What is not stored yet, and what is and was not told.
     *
     * @param oldest age of the oldest that is not stored, in seconds; 0 without one
     * @param nearlyLost those that are given up soon
     * @param oldestUntold since when the oldest is stored whose late event is not sent, in seconds; 0 without one
     */
    public record Waiting(long generations, double oldest, long nearlyLost, double oldestUntold) {}

    private static Settled settled(RowSet<Row> rows, Map<UUID, Ending> endings, OutboxEntry.Lease lease) {
        List<Generation> all = GenerationRows.all(rows);
        List<Generation> first = new ArrayList<>();
        List<Generation> late = new ArrayList<>();
        int index = 0;
        for (Row row : rows) {
            Generation generation = all.get(index++);
            Ending ending = endings.get(generation.id());
            if (ending != Ending.AGAIN && !row.getBoolean("told")) {
                first.add(generation);
            } else if (ending == Ending.STORED) {
                late.add(generation);
            }
        }
        List<UUID> ids = first.stream().map(Generation::id).toList();
        return new Settled(
                new CommittedOutcomes(
                        first, ids.isEmpty() ? null : new OutboxEntry(GenerationRows.outboxEntry(rows), ids, lease)),
                late,
                all.stream().map(Generation::id).collect(Collectors.toSet()));
    }

    private static List<Due> due(RowSet<Row> rows) {
        List<Due> due = new ArrayList<>(rows.size());
        rows.forEach(row -> due.add(new Due(
                row.getUUID(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getInteger(2),
                row.getOffsetDateTime(3) == null
                        ? null
                        : row.getOffsetDateTime(3).toInstant(),
                row.getString(4))));
        return due;
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static String[] texts(List<Settlement> settlements, Function<Settlement, String> field) {
        return settlements.stream().map(field).toArray(String[]::new);
    }
}
