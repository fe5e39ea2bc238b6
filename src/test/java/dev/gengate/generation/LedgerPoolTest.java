package dev.gengate.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
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
}
