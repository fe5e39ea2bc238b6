package dev.gengate.provider;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The task that an answer or callback describes; absent fields are null.
 *
 * @param results null if there is a result that cannot be read
 * @param creditsConsumed already checked for plausibility
 * @param completedAt when the provider says that it ended
 */
record TaskDetails(
        String state,
        String model,
        FoundResults results,
        String failCode,
        String failMessage,
        BigDecimal creditsConsumed,
        Instant completedAt) {}
