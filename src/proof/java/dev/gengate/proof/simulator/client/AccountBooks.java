package dev.gengate.proof.simulator.client;

import java.math.BigDecimal;

/**
 * The books of one account since the last reset.
 *
 * @param mostInOnePeriod the most new tasks in any one rate period
 * @param tooOften calls that were refused because of the limit
 * @param charged less what was refunded
 */
public record AccountBooks(int tasks, int mostInOnePeriod, int tooOften, BigDecimal charged, BigDecimal balance) {}
