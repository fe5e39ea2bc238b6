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

/** The outbox: events that are not on Kafka yet, and which replica publishes them. Commits of outcomes fill it. */
@ApplicationScoped
public class OutboxStore {
    /** In place of a holder: the entry waits for a stalled partition. */
    private static final UUID A_PARTITION = new UUID(0, 0);

    /** Of what is claimed together, but for the last entry: so much is on the heap of whoever reads it. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** What is nobody's to publish and nothing holds up? */
    public static final String CLAIM = claim("is distinct from");

    /** What has waited for a partition, and is to be tried again? */
    static final String CLAIM_WAITING = claim("=");

    /** Their holder still works on them. What does not come back is another's by now, or gone. */
    static final String RENEW = "update outbox set due_at = $3 where id = any($1) and holder = $2 returning id";

    /** The broker has all of their events. */
    static final String DELIVERED = "delete from outbox where id = any($1)";

    /** The broker has some of its events; these are left, and no longer its holder's. Nothing once it is another's. */
    static final String LEFT =
            "update outbox set generations = $2, due_at = $4, holder = $5 where id = $1 and holder = $3";

    /**
     * Sets some of its events aside ($5, for the causes $6) until $7, so that the rest goes on: the rest of the entry
     * ($2) is free for any publisher, and an empty entry is deleted. No effect once another publisher owns the entry.
     */
    static final String SET_ASIDE =
            """
            with mine as (select id from outbox where id = $1 and holder = $3 for update),
            gone as (delete from outbox where id in (select id from mine) and cardinality($2::uuid[]) = 0),
            rest as (
                update outbox set generations = $2, due_at = $4, holder = null
                where id in (select id from mine) and cardinality($2::uuid[]) > 0)
            insert into dead_letter (generation_id, cause, set_aside_at, due_at)
            select aside.id, aside.cause, $4, $7 from mine, unnest($5::uuid[], $6::text[]) aside(id, cause)
            on conflict (generation_id) do nothing
            returning generation_id""";

    /** Frees entries that were not sent, unless another replica has them by now. */
    static final String RELEASE = "update outbox set due_at = $3, holder = $4 where id = any($1) and holder = $2";

    /** A stalled partition takes events again: entries that wait for one are due now. */
    static final String WAKE = "update outbox set due_at = $1 where holder = $2 and due_at > $1";

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    /**
     * Claimed for $4 until the lease given, in completion order: as many entries as it takes for so many events or for
     * {@link #MOST_BYTES} of what they are made from, one at least.
     */
    private static String claim(String ofThoseOfAPartition) {
        return """
            update outbox set due_at = $2, holder = $4 where id = any(array(
                select id from (
                    select id, sum(bytes) over (order by completed_at, id) - bytes as bytes_ahead from (
                        select id, completed_at, generations,
                            sum(cardinality(generations)) over (order by completed_at, id) - cardinality(generations) as ahead
                        from (
                            select id, completed_at, generations from outbox
                            where due_at <= $1 and holder %s '%s'
                            order by completed_at, id limit $3 for update skip locked) due) counted,
                    lateral (
                        select coalesce(sum(octet_length(input) + coalesce(octet_length(images), 0)
                            + coalesce(octet_length(result_data), 0)), 0) as bytes
                        from generation where generation.id = any(counted.generations)) size
                    where ahead < $3) weighed
                where bytes_ahead < %d))
            returning id, generations"""
                .formatted(ofThoseOfAPartition, A_PARTITION, MOST_BYTES);
    }

    /**
     * Entries that are nobody's to publish and nothing holds up, for {@code events} events or a few more; fewer where they are
     * long. The holder's now.
     */
    public Uni<List<OutboxEntry>> claim(Instant now, OutboxEntry.Lease lease, int events) {
        return claim(CLAIM, now, lease, events);
    }

    /** The same of those that have waited for a partition and are to be tried again. */
    public Uni<List<OutboxEntry>> claimWaiting(Instant now, OutboxEntry.Lease lease, int events) {
        return claim(CLAIM_WAITING, now, lease, events);
    }

    private Uni<List<OutboxEntry>> claim(String statement, Instant now, OutboxEntry.Lease lease, int events) {
        return database.run(statement, Tuple.of(timestamp(now), timestamp(lease.until()), events, lease.holder()))
                .map(rows -> entries(rows, lease));
    }

    /** The lease of those entries that are its holder's still; returned. */
    public Uni<Set<Long>> renew(Collection<Long> entries, OutboxEntry.Lease lease) {
        return database.run(RENEW, Tuple.of(ids(entries), lease.holder(), timestamp(lease.until())))
                .map(OutboxStore::ids);
    }

    /** The broker has all events of these entries. */
    public Uni<Void> delivered(Collection<Long> entries) {
        return database.run(DELIVERED, Tuple.of(ids(entries))).replaceWithVoid();
    }

    /** The broker has all events of the entry but these, which are anybody's to publish again. */
    public Uni<Void> left(OutboxEntry entry, Collection<UUID> generations, NextTry next) {
        Tuple parameters = Tuple.of(
                        entry.id(),
                        generations.toArray(UUID[]::new),
                        entry.lease().holder(),
                        timestamp(next.at()))
                .addUUID(waitsFor(next));
        return database.run(LEFT, parameters).replaceWithVoid();
    }

    /**
     * The broker has all events of the entry but {@code left}, which any publisher may take, and those with a cause,
     * which are set aside until {@code due}.
     *
     * @param causes by generation
     * @return the events set aside; none if another publisher owns the entry by now
     */
    public Uni<Set<UUID>> setAside(
            OutboxEntry entry, Collection<UUID> left, Map<UUID, String> causes, Instant now, Instant due) {
        Tuple parameters = Tuple.of(
                        entry.id(), left.toArray(UUID[]::new), entry.lease().holder(), timestamp(now))
                .addArrayOfUUID(causes.keySet().toArray(UUID[]::new))
                .addArrayOfString(causes.values().toArray(String[]::new))
                .addOffsetDateTime(timestamp(due));
        return database.run(SET_ASIDE, parameters).map(DeadLetterStore::ids);
    }

    /** They are the holder's no longer, and anybody's to publish again. */
    public Uni<Void> release(Collection<Long> entries, UUID holder, NextTry next) {
        return database.run(RELEASE, Tuple.of(ids(entries), holder, timestamp(next.at()), waitsFor(next)))
                .replaceWithVoid();
    }

    /** What waits for a partition is due now. */
    public Uni<Integer> partitionIsBack(Instant now) {
        return database.run(WAKE, Tuple.of(timestamp(now), A_PARTITION)).map(RowSet::rowCount);
    }

    private static UUID waitsFor(NextTry next) {
        return next.ofPartition() ? A_PARTITION : null;
    }

    private static Long[] ids(Collection<Long> entries) {
        return entries.toArray(Long[]::new);
    }

    private static Set<Long> ids(RowSet<Row> rows) {
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getLong(0)));
        return ids;
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows, OutboxEntry.Lease lease) {
        List<OutboxEntry> entries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            entries.add(new OutboxEntry(row.getLong(0), List.of(row.getArrayOfUUIDs(1)), lease));
        }
        return entries;
    }

    /**
     * When any replica may try again to send events that were not sent.
     *
     * @param ofPartition whether they wait for a stalled partition; they are due earlier once it takes events again
     */
    public record NextTry(Instant at, boolean ofPartition) {

        /** The events are first in line again. */
        public static NextTry at(Instant now) {
            return new NextTry(now, false);
        }
    }
}
