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
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs one prepared statement in a commit of its own. Every failure becomes a {@link DatabaseUnavailableException}: as
 * far as is known, nothing was made durable.
 */
@ApplicationScoped
public class Database {
    /** Well within the provider's 15 s for a callback and a caller's 2 s for a 503. */
    public static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** Classes of SQLSTATE: bad data, a constraint, a limit such as the longest text of an index. */
    private static final Set<String> OF_DATA = Set.of("22", "23", "54");

    private static final String DEADLOCK = "40P01";

    private static final int MOST_READERS = 5_000;

    /** The number of timers that the patience with a read is split into. */
    private static final int STEPS = 15;

    private final Pool pool;
    private final ReadLine readers;

    /** @param connections of the pool; clients' reads get half of them */
    Database(Pool pool, @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections, Vertx vertx) {
        this.pool = pool;
        this.readers = new ReadLine(
                Math.max(1, connections / 2), MOST_READERS, (ended, over) -> afterPatience(vertx, STEPS, ended, over));
    }

    /**
     * Counts the patience in steps, each of which needs a turn of the event loop: while the loop is blocked, as in the first
     * burst on a cold replica, answers lie unread, and the ledger is not at fault.
     */
    private static void afterPatience(Vertx vertx, int steps, BooleanSupplier ended, Runnable over) {
        vertx.setTimer(PATIENCE.toMillis() / STEPS, step -> {
            if (ended.getAsBoolean()) {
                return;
            }
            if (steps > 1) {
                afterPatience(vertx, steps - 1, ended, over);
            } else {
                // after the input that has arrived meanwhile
                vertx.setTimer(1, last -> over.run());
            }
        });
    }

    /** Whether the database refused a statement because of its data or in favour of another one: not an outage. */
    public static boolean refused(Throwable failure) {
        return deadlocked(failure)
                || failure.getCause() instanceof PgException refusal
                        && OF_DATA.contains(refusal.getSqlState().substring(0, 2));
    }

    /** Whether it was in favour of another one: the same statement may succeed. */
    public static boolean deadlocked(Throwable failure) {
        return failure.getCause() instanceof PgException refusal && DEADLOCK.equals(refusal.getSqlState());
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

    /** The same for a client's read, which waits for its turn rather than fail while the ledger answers others. */
    public Uni<RowSet<Row>> read(String sql, Tuple parameters) {
        return readers.inTurn(pool.preparedQuery(sql).execute(parameters));
    }

    /** The same without a time limit: a caller that gave up would not know what the statement claimed for it. */
    public Uni<RowSet<Row>> runToItsEnd(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).onFailure().transform(DatabaseUnavailableException::new);
    }
}
