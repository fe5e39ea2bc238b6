package dev.gengate.provider;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The account's balance as it was last read.
 *
 * @param credits may be fractional, or below zero
 */
public record KnownBalance(BigDecimal credits, Instant readAt) {}
