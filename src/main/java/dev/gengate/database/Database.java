package dev.gengate.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs one prepared statement, one commit. Whatever goes wrong, in time or not, becomes a
 * {@link DatabaseUnavailableException}: nothing was made durable as far as we know.
 */
@ApplicationScoped
public class Database {
    /** Well inside the provider's 15 s for a callback and the 2 s a caller may wait for a 503. */
    public static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** Classes of SQLSTATE, and one of them. */
    private static final String BAD_DATA = "22";

    private static final String CONSTRAINT = "23";
    private static final String DEADLOCK = "40P01";

    private static final int MOST_READERS = 5_000;

    private final Pool pool;
    private final ReadLine readers;

    /** @param connections of the pool, of which clients' reads get half */
    Database(Pool pool, @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections, Vertx vertx) {
        this.pool = pool;
        this.readers = new ReadLine(Math.max(1, connections / 2), MOST_READERS, over -> afterPatience(vertx, over));
    }

    /** On the event loop, and after it has read what had come: one that is busy with a burst has not seen the answer yet. */
    private static void afterPatience(Vertx vertx, Runnable over) {
        vertx.setTimer(PATIENCE.toMillis(), timer -> vertx.setTimer(1, again -> over.run()));
    }

    /** Whether the database refused a statement for what it brought, or in favour of another one: not an outage. */
    static boolean refused(Throwable failure) {
        return failure.getCause() instanceof PgException refusal
                && (refusal.getSqlState().startsWith(BAD_DATA)
                        || refusal.getSqlState().startsWith(CONSTRAINT)
                        || DEADLOCK.equals(refusal.getSqlState()));
    }

    /** The statement's rows. */
    public Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(DatabaseUnavailableException::new);
    }

    /** The same of a client's plain read, which waits for its turn rather than fail while the ledger answers others. */
    public Uni<RowSet<Row>> read(String sql, Tuple parameters) {
        return readers.inTurn(pool.preparedQuery(sql).execute(parameters));
    }

    /** The same as long as the connection lasts: who gave up would not know what the statement took for it. */
    public Uni<RowSet<Row>> runToItsEnd(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).onFailure().transform(DatabaseUnavailableException::new);
    }
}
