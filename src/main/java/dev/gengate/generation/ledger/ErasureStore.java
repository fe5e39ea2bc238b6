package dev.gengate.generation.ledger;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Audited;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** Takes what was said and made out of the rows of an ended generation; its figures stay. */
@ApplicationScoped
public class ErasureStore {
    /** Ended, and its event is with the broker. */
    private static final String PUBLISHED =
            """
            g.completed_at is not null
              and not exists (select from outbox o where g.id = any(o.generations))
              and not exists (select from dead_letter d where d.generation_id = g.id)""";

    /**
     * A generation may be erased that has ended, whose event is with the broker and that nobody copies. That its results
     * were stored late need not be told before: nobody could read them afterwards.
     */
    private static final String ERASABLE =
            """
            select g.id from generation g
            where g.id = $1 and %s
              and not exists (
                select from custody c where c.generation_id = g.id
                  and (c.tell_at is not null or c.holder is not null and c.due_at > $2))"""
                    .formatted(PUBLISHED);

    /**
     * May it be erased, and does nobody begin to copy it until $3? What is between two tries, of a copy or of its late event,
     * waits for so long: otherwise its row could name objects that are removed by then.
     */
    static final String LEFT_ALONE =
            """
            with idle as (
                update custody set due_at = greatest(due_at, $3), holder = null
                where generation_id = $1 and tell_at is null and (holder is null or due_at <= $2)
                  and exists (select from generation g where g.id = $1 and %s)
                returning 1)
            """
                            .formatted(PUBLISHED)
                    + ERASABLE
                    + " and (exists (select from idle) or not exists (select from custody where generation_id = g.id))";

    /** Erases input and results; keeps the figures. Audited if a person asked. Locks in the order of {@link CustodyStore#SETTLE}. */
    static final String ERASE =
            """
            with copied as (select generation_id from custody where generation_id = $1 for update),
            target as (%2$s and (select count(*) from copied) >= 0 for update of g),
            free as (delete from custody where generation_id = any(array(select id from target))),
            -- the content that an earlier version kept there
            late as (
                update late_outcome set images = null, result_data = null,
                    failure_message = case when failure_code is not null then 'erased' end
                where generation_id = any(array(select id from target))),
            ended as (
                update generation g set input = '{}', images = null, result_data = null,
                    failure_message = case when failure_code is not null then '%4$s' end
                where g.id = $1 and g.id = any(array(select id from target))
                returning %1$s),
            %3$s
            select %1$s from ended g"""
                    .formatted(GenerationSql.COLUMNS.strip(), ERASABLE, Audited.one("ended", 3), Generation.ERASED);

    /** Takes the turn to erase old contents, if it is due, and says from which id on. */
    static final String TURN = "update content_retention set due_at = $2 where due_at <= $1 returning last_id";

    static final String OLDEST = "select " + GenerationSql.COLUMNS.strip()
            + " from generation g where g.id > $1 and g.id < $2 order by g.id limit $3";

    static final String ERASED = "update content_retention set last_id = $1, due_at = $2";

    private final Database database;

    ErasureStore(Database database) {
        this.database = database;
    }

    /** Whether the content of a generation may be erased now; then nobody begins to copy it until that time. */
    public Uni<Boolean> leftAlone(UUID id, Instant now, Instant until) {
        return database.run(LEFT_ALONE, Tuple.of(id, timestamp(now), timestamp(until)))
                .map(rows -> rows.size() > 0);
    }

    /**
     * Erases the content of a generation; the row as it is then, or null if it may not be erased now.
     *
     * @param act of a person, for the audit; else null
     */
    public Uni<Generation> erase(UUID id, Instant now, Act act) {
        return database.run(ERASE, Audited.with(Tuple.of(id, timestamp(now)), act))
                .map(GenerationRows::first);
    }

    /** The last generation whose content was looked at, if it is this replica's turn; else null. */
    public Uni<UUID> turn(Instant now, Instant lease) {
        return database.run(TURN, Tuple.of(timestamp(now), timestamp(lease)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID(0));
    }

    /** The next ones that were accepted before that time. */
    public Uni<StoredGenerations> oldest(UUID after, Instant acceptedBefore, int most) {
        UUID end = UuidCreator.getTimeOrderedEpochMin(acceptedBefore);
        return database.run(OLDEST, Tuple.of(after, end, most)).map(GenerationRows::stored);
    }

    /** All up to that one have been looked at. */
    public Uni<Void> erased(UUID last, Instant due) {
        return database.run(ERASED, Tuple.of(last, timestamp(due))).replaceWithVoid();
    }
}
