package dev.gengate.generation;

import java.util.Locale;

/** What ended a generation. */
public enum ResolvedBy {
    /** The provider called back. */
    CALLBACK,
    /** The gateway asked recordInfo. */
    POLL,
    /** createTask's answer refused it. */
    SUBMISSION,
    /** Its deadline passed. */
    DEADLINE,
    /** Its caller cancelled it. */
    CALLER;

    /** The name used in JSON and SQL: {@code callback}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
