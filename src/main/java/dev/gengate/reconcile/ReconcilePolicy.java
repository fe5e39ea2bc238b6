package dev.gengate.reconcile;

import dev.gengate.generation.Generation;
import dev.gengate.models.Catalogue;
import dev.gengate.provider.answer.TaskReport;
import java.time.Duration;
import java.time.Instant;

/** When to poll a silent task again, as a function of the row, the answer and the time. */
final class ReconcilePolicy {
    private static final int LONGEST_BACK_OFF = 30;
    private static final double GROWTH = 1.5;
    /** The provider advises 2 to 3 s between the first polls. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Duration usual;
    private final Catalogue models;

    /** @param usual the silence before the first poll of a task of a minute; later ones back off to 30 times that */
    ReconcilePolicy(Duration usual, Catalogue models) {
        this.usual = usual;
        this.models = models;
    }

    /**
     * Whether a poll with that answer counts as one that found the task silent; a provider that is down says nothing.
     */
    boolean counts(TaskReport report) {
        return !(report instanceof TaskReport.Unavailable);
    }

    /**
     * When to poll again: the interval grows by half with every poll and never passes the deadline. If a better answer
     * may follow in a moment, the next poll comes sooner.
     */
    Instant nextPoll(Generation row, TaskReport report, Instant now) {
        Duration after = models.runningTimeOf(row.model()).firstPoll(usual);
        Instant next = now.plus(silence(after, row.polls(), report));
        return next.isAfter(row.deadlineAt()) ? row.deadlineAt() : next;
    }

    private static Duration silence(Duration after, int polls, TaskReport report) {
        Duration usual = grown(after, polls);
        if (report instanceof TaskReport.Unavailable) {
            return after;
        }
        if (report instanceof TaskReport.NotThereYet || report instanceof TaskReport.Unreadable) {
            Duration sooner = grown(SOON, polls - 1);
            return sooner.compareTo(usual) < 0 ? sooner : usual;
        }
        return usual;
    }

    private static Duration grown(Duration first, int times) {
        double factor = Math.min(LONGEST_BACK_OFF, Math.pow(GROWTH, Math.min(times, 20)));
        return Duration.ofMillis((long) (first.toMillis() * factor));
    }
}
