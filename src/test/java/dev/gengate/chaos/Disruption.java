package dev.gengate.chaos;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param at since the load began
 * @param replica which one, for a kill
 * @param lasts until it is set right again
 */
record Disruption(Kind kind, Duration at, int replica, Duration lasts) {
    /** What goes wrong. */
    enum Kind {
        /** kill -9 of a replica; it is started again. */
        KILL,
        /** SIGSTOP of the broker, then SIGCONT. */
        FREEZE,
        /** The broker goes down in good order and comes back. */
        BROKER_RESTART,
        /** The database goes down in good order and comes back. */
        DATABASE_STOP,
        /** kill -9 of the database; it recovers. */
        DATABASE_CRASH
    }
}
