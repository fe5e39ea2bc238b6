package dev.gengate.observability;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Leaves one error out of the log: while PostgreSQL refuses connections, Vert.x's pool fails a statement at once, forgets
 * to cancel the statement's time limit, and throws when that runs out. Nobody waits for it any more.
 */
@LoggingFilter(name = PoolTimeoutFilter.NAME)
public final class PoolTimeoutFilter implements Filter {
    static final String NAME = "pool-timeout";

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord line) {
        return !(line.getThrown() instanceof IllegalStateException failure
                && "Result is already complete".equals(failure.getMessage())
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(POOL)));
    }
}
