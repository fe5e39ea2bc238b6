package dev.gengate.generation;

import java.math.BigDecimal;

/** Credits that a caller may spend, UTC; null for no bound. At least one of them is set. */
public record Budget(BigDecimal day, BigDecimal month) {}
