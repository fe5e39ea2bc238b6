package dev.gengate.generation.files;

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
import java.util.UUID;

/** The rows of uploaded files. One whose object is not whole, or that has expired, is not there for anybody. */
@ApplicationScoped
public class FileStore {
    private static final String COLUMNS =
            "id, caller, media_type, bytes, sha256, object_key, url, created_at, expires_at";

    /** When enough has gone for one more of those bytes; null if there is room. Small files cost a row and an object too. */
    static final String ROOM =
            """
            select max(remove_at)
            from (select remove_at, sum(greatest(bytes, 262144)) over (order by remove_at desc, id) as kept
                from file where caller = $1) own
            where kept + greatest($2::bigint, 262144) > $3::bigint""";

    static final String ADD =
            """
            insert into file (id, caller, media_type, bytes, sha256, object_key, url, created_at, expires_at, state, remove_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    /** Its object is there. No row: it took so long that the object was removed. */
    static final String WHOLE =
            "update file set state = 'there', remove_at = $2 where id = $1 and state = 'coming' returning id";

    static final String FIND = "select " + COLUMNS
            + " from file where id = any($1) and caller = $2 and state = 'there' and expires_at > $3";

    /** Nobody can name it any more, and a sweep takes it. */
    static final String DROP =
            """
            update file set state = 'going', remove_at = $3
            where id = $1 and caller = $2 and state = 'there' and expires_at > $3
            returning\s"""
                    + COLUMNS;

    /** What is to be removed; marked, so that nobody uses it meanwhile, and tried again later if it stays. */
    static final String CLAIM =
            """
            update file set state = 'going', remove_at = $2
            where id = any(array(
                select id from file where remove_at <= $1 order by remove_at limit $3 for update skip locked))
            returning\s"""
                    + COLUMNS;

    static final String REMOVED = "delete from file where id = $1";

    private final Database database;

    FileStore(Database database) {
        this.database = database;
    }

    /**
     * When that caller has room for one more file of so many bytes, as far as is known: one that keeps nothing always has.
     *
     * @return null for now
     */
    public Uni<Instant> roomAt(String caller, long bytes, long most) {
        return database.run(ROOM, Tuple.of(caller, bytes, most))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0))
                .map(time -> time == null ? null : time.toInstant());
    }

    /** @param there whether it can be used; else {@link #whole} says so later, before {@code removeAt} */
    public Uni<Void> add(StoredFile file, boolean there, Instant removeAt) {
        Tuple parameters = Tuple.of(file.id(), file.caller(), file.mediaType(), file.bytes(), file.sha256())
                .addString(file.objectKey())
                .addString(file.url())
                .addOffsetDateTime(timestamp(file.createdAt()))
                .addOffsetDateTime(timestamp(file.expiresAt()))
                .addString(there ? "there" : "coming")
                .addOffsetDateTime(timestamp(removeAt));
        return database.run(ADD, parameters).replaceWithVoid();
    }

    /** False if it has been given up meanwhile. */
    public Uni<Boolean> whole(UUID id, Instant removeAt) {
        return database.run(WHOLE, Tuple.of(id, timestamp(removeAt))).map(rows -> rows.size() > 0);
    }

    /** Those of the caller that can be used. */
    public Uni<List<StoredFile>> find(Collection<UUID> ids, String caller, Instant now) {
        return database.run(FIND, Tuple.of(ids.toArray(UUID[]::new), caller, timestamp(now)))
                .map(FileStore::all);
    }

    /** What the caller had of that id, or null; from now on nobody has it. */
    public Uni<StoredFile> drop(UUID id, String caller, Instant now) {
        return database.run(DROP, Tuple.of(id, caller, timestamp(now)))
                .map(rows -> rows.size() == 0 ? null : all(rows).get(0));
    }

    /** What is to be removed now, {@code most} of it; again from {@code later} on if it is not. */
    public Uni<List<StoredFile>> claim(Instant now, Instant later, int most) {
        return database.run(CLAIM, Tuple.of(timestamp(now), timestamp(later), most))
                .map(FileStore::all);
    }

    /** Its object is not there any more. */
    public Uni<Void> removed(UUID id) {
        return database.run(REMOVED, Tuple.of(id)).replaceWithVoid();
    }

    private static List<StoredFile> all(RowSet<Row> rows) {
        List<StoredFile> files = new ArrayList<>(rows.size());
        rows.forEach(row -> files.add(new StoredFile(
                row.getUUID(0),
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getOffsetDateTime(7).toInstant(),
                row.getOffsetDateTime(8).toInstant())));
        return files;
    }
}
