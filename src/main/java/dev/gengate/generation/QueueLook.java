package dev.gengate.generation;

import java.time.Duration;

/**
 * The queue as a dispatcher sees it.
 *
 * @param waiting whether anybody waits
 * @param pause until the next call may be made, 1 s at most; zero for now
 */
public record QueueLook(boolean waiting, Duration pause) {}
