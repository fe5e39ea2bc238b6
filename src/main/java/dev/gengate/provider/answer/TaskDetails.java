package dev.gengate.provider.answer;

import dev.gengate.generation.Image;
import java.math.BigDecimal;
import java.util.List;

/**
 * The task that an answer or callback describes; absent fields are null.
 *
 * @param images the images made; null if resultJson exists but cannot be read
 * @param imagesLeftOut how many more images were made than fit into an event
 * @param creditsConsumed already checked for plausibility
 */
record TaskDetails(
        String state,
        List<Image> images,
        int imagesLeftOut,
        String failCode,
        String failMessage,
        BigDecimal creditsConsumed) {}
