package dev.gengate.provider;

import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.Refused;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Which createTask calls fail while others succeed: those of one caller to one model, or of several. That is the
 * fault of the model, or of what the caller sends, and not the provider's: after {@value #IN_A_ROW} in a row they wait,
 * longer with every trial, and everything else goes on.
 */
final class LoneFailures {
    private static final Logger LOG = Logger.getLogger(LoneFailures.class);
    private static final int IN_A_ROW = 5;
    private static final Duration FIRST_HOLD = Duration.ofSeconds(30);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
    /** Callers that a token names are any number. */
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<Calls, Streak> streaks = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Calls, Streak> eldest) {
            return size() > MOST;
        }
    };
    /** Calls so far that have ended; each knows how many there were when it began. */
    private long ended;

    LoneFailures(Clock clock) {
        this.clock = clock;
    }

    /** @param caller null for those of all callers */
    private record Calls(String model, String caller) {
        static List<Calls> of(TaskRequest request) {
            return List.of(new Calls(request.model(), null), new Calls(request.model(), request.caller()));
        }

        @Override
        public String toString() {
            return caller == null ? "model " + model : "model " + model + ", caller " + caller;
        }
    }

    /** Whether the call has to wait. The first one that asks after a hold is its trial, while the others wait on. */
    synchronized boolean holds(TaskRequest request) {
        Instant now = clock.instant();
        List<Streak> held = Calls.of(request).stream()
                .map(streaks::get)
                .filter(streak -> streak != null && streak.until != null)
                .toList();
        if (held.stream().anyMatch(streak -> streak.holds(now))) {
            return true;
        }
        held.forEach(streak -> streak.tryOnce(now));
        return false;
    }

    /** A call begins. */
    synchronized long begin() {
        return ended;
    }

    /**
     * Notes how a call ended, and tells whether it is one of those that fail while others succeed.
     *
     * @param begun what {@link #begin} returned: calls that overlap may have met the beginning or the end of an outage, and
     *     prove nothing for each other
     */
    synchronized boolean isOneOf(TaskRequest request, long begun, SubmitResult result) {
        ended++;
        if (failed(result)) {
            boolean alone = false;
            for (Calls calls : Calls.of(request)) {
                alone |= fails(calls, request.caller(), begun);
            }
            return alone;
        }
        if (result instanceof Accepted || result instanceof Refused) {
            streaks.values().forEach(streak -> streak.succeedsBeside(begun));
            Calls.of(request).forEach(this::succeeds);
        }
        return false;
    }

    /** Whether calls to the model wait now, of all callers or of some. */
    synchronized boolean holds(String model) {
        Instant now = clock.instant();
        return streaks.entrySet().stream()
                .anyMatch(one ->
                        one.getKey().model().equals(model) && one.getValue().holds(now));
    }

    /** An answer that says nothing of the request, or none; a lost connection is never the model's. */
    private static boolean failed(SubmitResult result) {
        return result instanceof Unconfirmed lost && lost.reason() != Unconfirmed.Reason.CONNECTION_LOST;
    }

    /** Those of one caller say nothing of what others send to the model. */
    private boolean fails(Calls calls, String caller, long begun) {
        Streak streak = streaks.computeIfAbsent(calls, first -> new Streak(caller));
        streak.failures++;
        streak.severalCallers |= !streak.first.equals(caller);
        boolean alone = streak.failures >= IN_A_ROW
                && (streak.severalCallers || calls.caller() != null)
                && begun >= streak.proven;
        if (alone && streak.until == null) {
            streak.until = clock.instant().plus(streak.length);
            LOG.warnf("createTask fails while others succeed, and is held with one trial at times: %s", calls);
        }
        return alone;
    }

    private void succeeds(Calls calls) {
        Streak ended = streaks.remove(calls);
        if (ended != null && ended.until != null) {
            LOG.infof("createTask succeeds again: %s", calls);
        }
    }

    /** Failures with no success between them. */
    private final class Streak {
        private final String first;
        private boolean severalCallers;
        private int failures;
        /** Calls that had ended when its first call had failed, or its latest trial began. */
        private long since = ended;
        /** The same when one that began after that had succeeded. */
        private long proven = Long.MAX_VALUE;

        private Duration length = FIRST_HOLD;
        private Instant until;

        Streak(String caller) {
            first = caller;
        }

        void succeedsBeside(long begun) {
            if (begun >= since) {
                proven = Math.min(proven, ended);
            }
        }

        /** Never for longer than a hold lasts, since the clock may have been set back. */
        boolean holds(Instant now) {
            return until != null && now.isBefore(until) && !now.isBefore(until.minus(LONGEST_HOLD));
        }

        /** The next hold begins with the trial, and is longer only if others have succeeded since the one before. */
        void tryOnce(Instant now) {
            if (proven != Long.MAX_VALUE) {
                Duration twice = length.multipliedBy(2);
                length = twice.compareTo(LONGEST_HOLD) < 0 ? twice : LONGEST_HOLD;
            }
            since = ended;
            proven = Long.MAX_VALUE;
            until = now.plus(length);
        }
    }
}
