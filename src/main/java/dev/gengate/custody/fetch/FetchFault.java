package dev.gengate.custody.fetch;

import java.util.Locale;

/** Why a result could not be stored. */
public enum FetchFault {
    /** Its URL or the address behind it is not one that results are fetched from. */
    ADDRESS,
    /** No connection, or it broke. */
    CONNECTION,
    /** The host answers with a redirect. */
    REDIRECT,
    /** The host says that it has nothing there: 401, 403, 404 or 410. */
    GONE,
    /** Any other status. */
    STATUS,
    /** It took too long. */
    TIMEOUT,
    /** Less came than was announced, or nothing. */
    TORN,
    /** More than the configured limit. */
    TOO_LARGE,
    /** The bytes are not what a result may be, or they are encoded. */
    TYPE,
    /** The store did not take it, and would take no other one now. */
    STORE,
    /** The store does not take this one, such as for its size, and may take others. */
    REFUSED_BY_STORE,
    /** What the ledger has of it cannot be read. */
    LEDGER,
    /** The topic did not take the event of what was stored late. */
    EVENT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
