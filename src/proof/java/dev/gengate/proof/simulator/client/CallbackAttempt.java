package dev.gengate.proof.simulator.client;

/**
 * One try of a callback.
 *
 * @param at epoch milliseconds of the answer
 * @param kind {@code report}, {@code contradiction}, {@code unreadable}, {@code wrong-task} or {@code not-terminal}
 * @param number 1 for the first try
 * @param status HTTP status of the answer, 0 when there was none
 */
public record CallbackAttempt(long at, String kind, int number, int status) {}
