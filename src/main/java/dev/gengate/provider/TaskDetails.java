package dev.gengate.provider;

import dev.gengate.generation.Image;
import java.math.BigDecimal;
import java.util.List;

/**
 * The task that an answer or callback describes, as far as it is of use; what was absent is null.
 *
 * @param images what was made; null when resultJson is there but cannot be read
 * @param creditsConsumed already checked to be sane
 */
record TaskDetails(String state, List<Image> images, String failCode, String failMessage, BigDecimal creditsConsumed) {}
