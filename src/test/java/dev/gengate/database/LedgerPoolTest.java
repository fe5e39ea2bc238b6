package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LedgerPoolTest {
    private static final String LONG = "select 1 /* " + "as long as a submission's statement ".repeat(100) + "*/";

    @Inject
    Pool pool;

    @Test
    void longStatementsAreParsedAndPlannedOncePerConnection() {
        long kept = pool.withConnection(
                        connection -> connection.preparedQuery(LONG).execute().flatMap(rows -> connection
                                .query("select count(*) from pg_prepared_statements where length(statement) > 2048"
                                        + " and statement like 'select 1 /* as long%'")
                                .execute()))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertEquals(1, kept);
    }

    @Test
    void statementsAreNotPlannedAtEachCall() {
        String plans = pool.withConnection(connection -> tenTimes(connection).flatMap(done -> connection
                        .query("select custom_plans || ' of ' || custom_plans + generic_plans"
                                + " from pg_prepared_statements where statement like 'select count%any%'")
                        .execute()))
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertEquals("0 of 10", plans);
    }

    /** Behind a long lock the server would wait on when its client is gone, and the pool opens one connection after another. */
    @Test
    void statementThatWaitsForALockGivesItsConnectionBackWhileTheLockIsHeld() {
        Uni<String> waited = pool.query("select from content_retention")
                .execute()
                .map(rows -> "ran")
                .onFailure(PgException.class)
                .recoverWithItem(PgException::getSqlState);

        String end = pool.withTransaction(holder ->
                        holder.query("lock table content_retention").execute().chain(() -> waited))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertEquals("55P03", end);
    }

    /** LedgerPool closes a connection that is silent for 30 s. */
    @Test
    void statementEndsBeforeItsConnectionIsTakenForDead() {
        String limit = pool.query("show statement_timeout")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertEquals("25s", limit);
    }

    private static Uni<Void> tenTimes(SqlConnection connection) {
        return Uni.createFrom()
                .deferred(() -> connection
                        .preparedQuery("select count(*) from generation where id = any($1::uuid[])")
                        .execute(Tuple.tuple().addArrayOfUUID(new UUID[] {UUID.randomUUID()})))
                .repeat()
                .atMost(10)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
