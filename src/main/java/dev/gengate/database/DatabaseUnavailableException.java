package dev.gengate.database;

import io.vertx.pgclient.PgException;

/** The ledger could not be read or written. The client gets 503 with Retry-After; nothing is acknowledged. */
public class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause the driver's failure; its message may quote values and is not passed on */
    public DatabaseUnavailableException(Throwable cause) {
        super("the ledger is not available: " + kind(cause), cause);
    }

    private static String kind(Throwable cause) {
        return cause instanceof PgException error
                ? "PostgreSQL " + error.getSqlState()
                : cause.getClass().getSimpleName();
    }
}
