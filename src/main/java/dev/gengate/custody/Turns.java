package dev.gengate.custody;

import dev.gengate.custody.Copier.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Whose turn it is to be copied. What a host has failed before waits in a line of its own and gets at most half of the
 * places, so that a host that hangs holds up no others. While the store takes nothing, that line gets none, and of the
 * other one result at a time asks whether the store does again: results are not fetched again and again for nothing.
 */
final class Turns {
    private static final int MOST_AGAIN = 250;
    /** So long after its last failure; whoever asks does so sooner. */
    private static final Duration AWAY = Duration.ofMinutes(2);

    private final int places;
    private final InstantSource clock;
    private final Queue<Job> waiting = new ArrayDeque<>();
    private final Queue<Job> again = new ArrayDeque<>();
    private int running;
    private int runningAgain;
    private Instant awayUntil = Instant.EPOCH;

    Turns(int places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    /** Whether it may wait here now. */
    synchronized boolean takes(Job job) {
        return !job.failedBefore() || !storeAway() && again.size() < MOST_AGAIN;
    }

    synchronized void add(Job job) {
        (job.failedBefore() ? again : waiting).add(job);
    }

    /** The next one, which has a place from now on; null if there is none, or no place for it. */
    synchronized Job next() {
        Job job = running < places ? first() : null;
        if (job != null) {
            running++;
            runningAgain += job.failedBefore() ? 1 : 0;
        }
        return job;
    }

    private Job first() {
        if (storeAway()) {
            return running > runningAgain ? null : waiting.poll();
        }
        boolean mayAgain = !again.isEmpty() && runningAgain < Math.max(1, places / 2);
        return mayAgain && (places > 1 || waiting.isEmpty()) ? again.poll() : waiting.poll();
    }

    /** Its place is free. */
    synchronized void over(Job job) {
        running--;
        runningAgain -= job.failedBefore() ? 1 : 0;
    }

    synchronized boolean storeAway() {
        return clock.instant().isBefore(awayUntil);
    }

    /** Whether one that can tell whether the store is there has its turn, or waits for it. */
    synchronized boolean asks() {
        return running > runningAgain || !waiting.isEmpty();
    }

    /** Those that wait no longer: their hosts say nothing of the store. */
    synchronized List<Job> storeIsAway() {
        awayUntil = clock.instant().plus(AWAY);
        return emptied(again);
    }

    synchronized void storeIsThere() {
        awayUntil = Instant.EPOCH;
    }

    /** All that wait; none does from now on. */
    synchronized List<Job> close() {
        List<Job> all = emptied(again);
        all.addAll(emptied(waiting));
        return all;
    }

    private static List<Job> emptied(Queue<Job> line) {
        List<Job> jobs = new ArrayList<>(line);
        line.clear();
        return jobs;
    }
}
