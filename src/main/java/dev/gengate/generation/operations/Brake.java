package dev.gengate.generation.operations;

import java.time.Instant;

/**
 * The brake as it is.
 *
 * @param on whether an operator holds the sending
 * @param until null if until it is released
 * @param pausedUntil the end of any pause, the provider's included; null if nothing pauses, or without an end
 * @param cause of that pause; null if nothing pauses
 */
public record Brake(
        boolean on, Instant until, String reason, String setBy, Instant setAt, Instant pausedUntil, String cause) {}
