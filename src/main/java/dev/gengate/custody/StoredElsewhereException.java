package dev.gengate.custody;

/** Results are in a store, a bucket or below a prefix that is not the configured one any more. */
public final class StoredElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoredElsewhereException() {
        super("stored elsewhere", null, false, false);
    }
}
