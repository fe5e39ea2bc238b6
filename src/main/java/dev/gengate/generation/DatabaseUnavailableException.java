package dev.gengate.generation;

/** The ledger could not be read or written now. The answer is 503 with Retry-After; nothing is acknowledged. */
public class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the driver said; may name parameters' types, never their values */
    public DatabaseUnavailableException(Throwable cause) {
        super("the ledger is not available: " + cause.getClass().getSimpleName(), cause);
    }
}
