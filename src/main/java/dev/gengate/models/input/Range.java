package dev.gengate.models.input;

import java.math.BigDecimal;

/** A number that may not be known exactly. */
public record Range(BigDecimal from, BigDecimal to) {
    static final Range ZERO = exactly(BigDecimal.ZERO);
    public static final Range ONE = exactly(BigDecimal.ONE);

    public static Range exactly(BigDecimal value) {
        return new Range(value, value);
    }

    public Range plus(Range other) {
        return new Range(from.add(other.from), to.add(other.to));
    }

    public Range times(Range other) {
        return new Range(from.multiply(other.from), to.multiply(other.to));
    }
}
