package dev.gengate.generation;

import java.time.Duration;

/**
 * One account at the provider, as it is configured.
 *
 * @param order accounts of a lower one are used first
 * @param slots createTask calls in one window
 * @param window how long a slot stays taken after use
 * @param maxRunning tasks at the provider at one time, 0 for no limit
 * @param drain whether it takes nothing new
 */
public record ProviderAccount(String name, int order, int slots, Duration window, int maxRunning, boolean drain) {}
