package dev.gengate.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gengate.database.DatabaseUnavailableException;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What is logged of a failure quotes nothing. */
class ProblemMappersTest {
    private static final String SECRET = "nobody-may-read-this";

    @Test
    void driversOwnWordsAreNotLogged() {
        DatabaseUnavailableException failure = new DatabaseUnavailableException(
                new PgException("invalid input: " + SECRET, "ERROR", "22P02", "Failing row contains " + SECRET));

        List<String> logged = new ArrayList<>();
        Handler handler = keeping(logged);
        Logger logger = Logger.getLogger(ProblemMappers.class.getName());
        logger.addHandler(handler);
        try {
            // the request comes into it after the log line
            assertThrows(NullPointerException.class, () -> new ProblemMappers().databaseUnavailable(failure, null));
        } finally {
            logger.removeHandler(handler);
        }

        assertEquals(List.of("the ledger is not available: PostgreSQL 22P02"), logged);
        assertFalse(logged.get(0).contains(SECRET));
    }

    private static Handler keeping(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
