package dev.gengate.generation;

import java.math.BigDecimal;

/**
 * What was known of a generation's model and price when it was accepted; each is null if it was not known.
 *
 * @param modelVersion the schema that its input was validated with
 * @param from credits that it costs at least
 * @param price credits that it costs at most: what is reserved
 */
public record Reservation(String modelVersion, BigDecimal from, BigDecimal price) {
    /** The reservation of a row that was accepted before models had versions. */
    public static final Reservation UNKNOWN = new Reservation(null, null, null);
}
