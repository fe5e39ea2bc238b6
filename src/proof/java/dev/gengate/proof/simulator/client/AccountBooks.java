package dev.gengate.proof.simulator.client;

import java.math.BigDecimal;

/**
 * The books of one account since the last reset.
 *
 * @param mostInOnePeriod the most new tasks in any one rate period
 * @param charged less what was refunded
 */
public record AccountBooks(int tasks, int mostInOnePeriod, BigDecimal charged, BigDecimal balance) {}
