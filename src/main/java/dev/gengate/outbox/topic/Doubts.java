package dev.gengate.outbox.topic;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Events of one topic that failed for a reason that says neither whose it is. While there are few of them, the cause is taken
 * to be in them: the others go on, and each is tried some times. Where more fail and none is taken, it is in none of them.
 */
final class Doubts {
    /** Before an event is set aside. */
    static final int MOST_TRIES = 5;

    private static final int FEW = 3;
    private static final int REMEMBERED = 1_000;

    private final Map<UUID, Integer> tries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Set<UUID> sinceOneWasTaken = new HashSet<>();
    private volatile boolean any;

    /** What to do about an event that has failed so. */
    enum Verdict {
        TRY_AGAIN,
        SET_ASIDE,
        NOT_THE_EVENTS
    }

    synchronized Verdict about(UUID event) {
        if (tries.getOrDefault(event, 0) >= MOST_TRIES) {
            return Verdict.SET_ASIDE;
        }
        any = true;
        if (sinceOneWasTaken.size() <= FEW) {
            sinceOneWasTaken.add(event);
        }
        if (sinceOneWasTaken.size() > FEW) {
            return Verdict.NOT_THE_EVENTS;
        }
        return tries.merge(event, 1, Integer::sum) < MOST_TRIES ? Verdict.TRY_AGAIN : Verdict.SET_ASIDE;
    }

    /** The topic has taken an event. */
    void taken() {
        if (any) {
            clear();
        }
    }

    private synchronized void clear() {
        sinceOneWasTaken.clear();
        any = false;
    }
}
