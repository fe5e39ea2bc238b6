package dev.gengate.generation.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What happened to a generation that its row cannot say. The way of one that goes well writes nothing here. */
@ApplicationScoped
public class Journal {
    /** Entries that are kept of one generation. */
    public static final int MOST = 50;

    /** Of those, how many of a kind that {@link #note} is told. */
    static final int MOST_NOTED_OF_A_KIND = 10;

    private static final Logger LOG = Logger.getLogger(Journal.class);

    private final Database database;

    Journal(Database database) {
        this.database = database;
    }

    /**
     * Something that happened.
     *
     * @param by who did it, or what ended it; null if nobody did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(Instant at, String event, String by, String taskId, String state, String detail) {}

    /**
     * What an entry for each changed row is made by, as a part of its statement.
     *
     * @param changed the rows, by the name of their part
     * @param detail SQL
     */
    public static String noting(String changed, String kind, String detail) {
        return """
            journaled as (
                insert into journal (generation_id, noted_at, kind, detail, attempt)
                select id, clock_timestamp(), '%2$s', %3$s, attempts from %1$s c
                where (select count(*) from journal j where j.generation_id = c.id) < %4$d)"""
                .formatted(changed, kind, detail, MOST);
    }

    /** Never fails: what is noted is worth less than what goes on. */
    public Uni<Void> note(UUID generation, String kind, String detail) {
        return database.run(AuditSql.NOTE, Tuple.of(generation, kind, detail))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("journal entry not written: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Its entries, those of the audit, and the outcomes that came too late, in order. */
    public Uni<List<Entry>> of(UUID generation) {
        return database.read(AuditSql.STORY, Tuple.of(generation)).map(rows -> {
            List<Entry> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(entry(row)));
            return entries;
        });
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getOffsetDateTime(0).toInstant(),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5));
    }
}
