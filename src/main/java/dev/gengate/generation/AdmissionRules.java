package dev.gengate.generation;

import java.time.Duration;

/**
 * The limits on submissions.
 *
 * @param slots createTask calls in one window
 * @param window how long a slot stays taken after use
 * @param maxRunning tasks at the provider at one time, 0 for no limit
 * @param maxQueued rows that may wait in all
 * @param maxQueuedPerCaller rows of one caller that may wait
 * @param queueWithoutCredits whether submissions are accepted while the account is known to be empty
 * @param firstPoll silence after createTask before the first poll
 * @param lease how long a replica may take for one createTask call
 * @param resultDeadline from acceptance (while queued) or from submission to the last moment a result is awaited
 * @param confirmationDeadline how long an unconfirmed submission waits for its callback, if its model's tasks take a
 *     minute
 */
public record AdmissionRules(
        int slots,
        Duration window,
        int maxRunning,
        int maxQueued,
        int maxQueuedPerCaller,
        boolean queueWithoutCredits,
        Duration firstPoll,
        Duration lease,
        Duration resultDeadline,
        Duration confirmationDeadline) {

    /** For how long after a createTask call the id of its task may still count. */
    public Duration longestWait() {
        return resultDeadline.compareTo(confirmationDeadline) > 0 ? resultDeadline : confirmationDeadline;
    }

    public long windowMicros() {
        return window.toNanos() / 1_000;
    }
}
