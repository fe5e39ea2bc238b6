package dev.gengate.reconcile;

import dev.gengate.generation.Generation;
import java.time.Duration;
import java.time.Instant;

/** What to do with an open generation that is due, as a function of the row and the time. */
final class ReconcilePolicy {
    private static final int LONGEST_BACK_OFF = 30;

    private final Duration after;

    /** @param after the silence before the first poll; later ones back off to 30 times that */
    ReconcilePolicy(Duration after) {
        this.after = after;
    }

    /** What is to be done now. */
    enum Step {
        /** Ask the provider for its task. */
        POLL,
        /** Give it up as unconfirmed. */
        FAIL_UNCONFIRMED,
        /** Give it up as expired. */
        EXPIRE,
        /** Nothing: somebody else is at it, or it has ended. */
        LEAVE
    }

    /** For a row that was due when it was claimed. A task is asked for once more at its deadline. */
    Step step(Generation row) {
        return switch (row.state()) {
            case SUBMITTED -> Step.POLL;
            case UNCONFIRMED -> Step.FAIL_UNCONFIRMED;
            case QUEUED -> Step.EXPIRE;
            case SUBMITTING, SUCCEEDED, FAILED, EXPIRED, CANCELLED -> Step.LEAVE;
        };
    }

    /** Whether a task that was polled without a result is to be given up. */
    boolean expired(Generation row, Instant now) {
        return !now.isBefore(row.deadlineAt());
    }

    /** When to poll again: the silence grows half as long again with every poll, and the deadline is not passed over. */
    Instant nextPoll(Generation row, Instant now) {
        double factor = Math.min(LONGEST_BACK_OFF, Math.pow(1.5, Math.min(row.polls(), 20)));
        Instant next = now.plusMillis((long) (after.toMillis() * factor));
        return next.isAfter(row.deadlineAt()) ? row.deadlineAt() : next;
    }
}
