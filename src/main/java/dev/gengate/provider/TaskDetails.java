package dev.gengate.provider;

import dev.gengate.generation.Image;
import java.math.BigDecimal;
import java.util.List;

/**
 * The task that an answer or callback describes, as far as it is of use; what was absent is null.
 *
 * @param images what was made; null when resultJson is there but cannot be read
 * @param imagesLeftOut how many more were made than an event has room for
 * @param creditsConsumed already checked to be sane
 */
record TaskDetails(
        String state,
        List<Image> images,
        int imagesLeftOut,
        String failCode,
        String failMessage,
        BigDecimal creditsConsumed) {}
