package dev.gengate.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTimeoutFilterTest {

    @ParameterizedTest
    @CsvSource({
        "io.vertx.sqlclient.impl.pool.SqlConnectionPool, Result is already complete, false",
        "io.vertx.sqlclient.impl.pool.SqlConnectionPool, anything else, true",
        "dev.gengate.queue.TaskSender, Result is already complete, true"
    })
    void oneErrorOfThePoolIsLeftOut(String type, String message, boolean logged) {
        IllegalStateException failure = new IllegalStateException(message);
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, "execute", null, 1)});
        LogRecord line = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        line.setThrown(failure);

        assertEquals(logged, new PoolTimeoutFilter().isLoggable(line));
    }
}
