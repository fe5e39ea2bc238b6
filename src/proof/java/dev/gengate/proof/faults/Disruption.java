package dev.gengate.proof.faults;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param at since the load began
 * @param replica which one, for a kill and for half bodies
 * @param lasts until it is set right again
 */
public record Disruption(Kind kind, Duration at, int replica, Duration lasts) {
    /** What goes wrong. */
    public enum Kind {
        /** kill -9 of a replica; it is started again. */
        KILL(true),
        /** SIGSTOP of the broker, then SIGCONT. */
        FREEZE(true),
        /** The broker goes down in good order and comes back. */
        BROKER_RESTART(true),
        /** The database goes down in good order and comes back. */
        DATABASE_STOP(true),
        /** kill -9 of the database; it recovers. */
        DATABASE_CRASH(true),
        /** Every session of the gateway at the database is ended, again and again. */
        SESSIONS_KILLED(true),
        /** The database takes no writes, as a standby or one that is protected. */
        READ_ONLY(true),
        /** The database has no room: every insert and update fails. */
        DATABASE_FULL(true),
        /** The server of the bucket closes every connection. */
        STORE_AWAY(true),
        /** It answers late. */
        STORE_SLOW(true),
        /** It answers 503. */
        STORE_FAILS(true),
        /** It gets other bytes than were sent. */
        STORE_DAMAGES(true),
        /** kill -9 of a replica that has put an object and not committed it. */
        KILL_AFTER_PUT(true),
        /** A caller of its own opens many connections and sends half of a body on each. */
        HALF_BODIES(false);

        private final boolean concernsAll;

        Kind(boolean concernsAll) {
            this.concernsAll = concernsAll;
        }

        /** Whether everybody's generations may have to wait; else it is to stop only itself. */
        public boolean concernsAll() {
            return concernsAll;
        }
    }
}
