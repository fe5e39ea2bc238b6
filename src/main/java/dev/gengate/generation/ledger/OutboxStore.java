package dev.gengate.generation.ledger;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The outbox: events that are not on Kafka yet, and which replica publishes them. Commits of outcomes fill it. */
@ApplicationScoped
public class OutboxStore {
    /**
     * Which entries wait without an owner? Claimed until the given lease, in completion order: enough entries for that
     * many events, one at least.
     */
    static final String CLAIM =
            """
            update outbox set due_at = $2 where id = any(array(
                select id from (
                    select id, sum(events) over (order by completed_at, id) - events as ahead from (
                        select id, completed_at, cardinality(generations) as events from outbox
                        where due_at <= $1
                        order by completed_at, id limit $3 for update skip locked) due) counted
                where ahead < $3))
            returning id, generations""";

    /** The broker has all events of these entries. */
    static final String DELIVERED = "delete from outbox where id = any($1)";

    /**
     * The broker has some of its events; the rest is free for any publisher. No effect once another publisher owns the
     * entry.
     */
    static final String LEFT = "update outbox set generations = $2, due_at = $4 where id = $1 and due_at = $3";

    /**
     * Sets some of its events aside ($5, for the causes $6) until $7, so that the rest goes on: the rest of the entry
     * ($2) is free for any publisher, and an empty entry is deleted. No effect once another publisher owns the entry.
     */
    static final String SET_ASIDE =
            """
            with mine as (select id from outbox where id = $1 and due_at = $3 for update),
            gone as (delete from outbox where id in (select id from mine) and cardinality($2::uuid[]) = 0),
            rest as (
                update outbox set generations = $2, due_at = $4
                where id in (select id from mine) and cardinality($2::uuid[]) > 0)
            insert into dead_letter (generation_id, cause, set_aside_at, due_at)
            select aside.id, aside.cause, $4, $7 from mine, unnest($5::uuid[], $6::text[]) aside(id, cause)
            on conflict (generation_id) do nothing
            returning generation_id""";

    /** A failed try: frees the entries, unless another publisher owns them by now. */
    static final String RELEASE = "update outbox set due_at = $3 where id = any($1) and due_at = $2";

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    /** Waiting entries without an owner, for {@code events} events or a few more; now leased to the caller. */
    public Uni<List<OutboxEntry>> claim(Instant now, Instant lease, int events) {
        return database.run(CLAIM, Tuple.of(timestamp(now), timestamp(lease), events))
                .map(rows -> entries(rows, lease));
    }

    /** The broker has all events of these entries. */
    public Uni<Void> delivered(Collection<Long> entries) {
        return database.run(DELIVERED, Tuple.of(entries.toArray(Long[]::new))).replaceWithVoid();
    }

    /** The broker has all events of the entry but these, which any publisher may take. */
    public Uni<Void> left(OutboxEntry entry, Collection<UUID> generations, Instant now) {
        Tuple parameters =
                Tuple.of(entry.id(), generations.toArray(UUID[]::new), timestamp(entry.lease()), timestamp(now));
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
        Tuple parameters = Tuple.of(entry.id(), left.toArray(UUID[]::new), timestamp(entry.lease()), timestamp(now))
                .addArrayOfUUID(causes.keySet().toArray(UUID[]::new))
                .addArrayOfString(causes.values().toArray(String[]::new))
                .addOffsetDateTime(timestamp(due));
        return database.run(SET_ASIDE, parameters).map(DeadLetterStore::ids);
    }

    /** The broker took none of their events; any publisher may take them. */
    public Uni<Void> release(Collection<Long> entries, Instant lease, Instant now) {
        return database.run(RELEASE, Tuple.of(entries.toArray(Long[]::new), timestamp(lease), timestamp(now)))
                .replaceWithVoid();
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows, Instant lease) {
        List<OutboxEntry> entries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            entries.add(new OutboxEntry(row.getLong(0), List.of(row.getArrayOfUUIDs(1)), lease));
        }
        return entries;
    }
}
