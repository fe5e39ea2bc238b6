package dev.gengate.outbox.topic;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Events of one topic that failed for a reason that does not tell whether the event or the topic is at fault. While there are few of them, the cause is taken
 * to be in them: the others go on, and each is tried some times. Where more fail and none is taken, the topic waits, and one
 * event after the other is set aside much later.
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
    private Instant countsFrom = Instant.MIN;
    private volatile boolean any;

    /** What to do about an event that has failed so. */
    enum Verdict {
        TRY_AGAIN,
        SET_ASIDE,
        NOT_THE_EVENTS
    }

    synchronized Verdict about(UUID event, Instant now) {
        if (tries.getOrDefault(event, 0) >= MOST_TRIES) {
            return Verdict.SET_ASIDE;
        }
        any = true;
        if (sinceOneWasTaken.size() <= FEW) {
            sinceOneWasTaken.add(event);
        }
        if (sinceOneWasTaken.size() > FEW) {
            return counts(now) && triedEnough(event) ? Verdict.SET_ASIDE : Verdict.NOT_THE_EVENTS;
        }
        return triedEnough(event) ? Verdict.SET_ASIDE : Verdict.TRY_AGAIN;
    }

    /** One try in a while: the cause may be in the events that come first, however many they are. */
    private boolean counts(Instant now) {
        boolean counts = !now.isBefore(countsFrom);
        if (counts) {
            countsFrom = now.plus(TopicFlow.SHORTEST_PAUSE);
        }
        return counts;
    }

    private boolean triedEnough(UUID event) {
        return tries.merge(event, 1, Integer::sum) >= MOST_TRIES;
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
