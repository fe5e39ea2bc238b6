package dev.gengate.generation.search;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.ledger.GenerationRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Looks for generations. */
@ApplicationScoped
public class SearchStore {
    private final Database database;

    SearchStore(Database database) {
        this.database = database;
    }

    /** The newest ones first, before this id; null: from the end of the range. */
    public Uni<Found> newest(Search search, UUID before, int limit) {
        UUID end = before == null ? search.endId() : earlier(before, search.endId());
        return database.read(SearchSql.newest(search, limit), parameters(search, search.firstId(), end))
                .map(rows -> found(rows, SearchSql.window(search, limit), limit));
    }

    /** The oldest ones first, after this id. */
    public Uni<Found> oldest(Search search, UUID after, UUID end, int limit) {
        return database.read(SearchSql.oldest(search, limit), parameters(search, after, end))
                .map(rows -> found(rows, SearchSql.window(search, limit), limit));
    }

    /** How many match of those looked at, after this id, and some of them; where to go on is behind all that was looked at. */
    public Uni<Found> count(Search search, UUID after, UUID end, int examples) {
        return database.read(SearchSql.count(search, examples), parameters(search, after, end))
                .map(rows -> found(rows, SearchSql.counted(search), Integer.MAX_VALUE));
    }

    private static UUID earlier(UUID one, UUID other) {
        return one.toString().compareTo(other.toString()) < 0 ? one : other;
    }

    private static Tuple parameters(Search search, UUID first, UUID end) {
        return Tuple.tuple()
                .addUUID(end)
                .addUUID(first)
                .addString(search.caller())
                .addString(search.state() == null ? null : search.state().wireName())
                .addString(search.model())
                .addString(search.failureCode())
                .addString(search.correlationId())
                .addArrayOfString(
                        search.metadata().isEmpty() ? null : search.metadata().toArray(String[]::new))
                .addOffsetDateTime(time(search.endedFrom()))
                .addOffsetDateTime(time(search.endedTo()))
                .addString(search.text())
                .addUUID(search.id())
                .addString(search.account());
    }

    private static OffsetDateTime time(Instant time) {
        return time == null ? null : timestamp(time);
    }

    private static Found found(RowSet<Row> rows, int window, int limit) {
        Row first = rows.iterator().next();
        long looked = first.getLong("looked");
        long matched = first.getLong("matched");
        UUID last = looked < window ? null : first.getUUID("last_looked");
        return new Found(
                GenerationRows.stored(rows), matched, looked, matched > limit ? first.getUUID("last_shown") : last);
    }
}
