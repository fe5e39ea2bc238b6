package dev.gengate.models;

import java.math.BigDecimal;

/** A number that may not be known exactly. */
record Range(BigDecimal from, BigDecimal to) {
    static final Range ZERO = exactly(BigDecimal.ZERO);
    static final Range ONE = exactly(BigDecimal.ONE);

    static Range exactly(BigDecimal value) {
        return new Range(value, value);
    }

    Range plus(Range other) {
        return new Range(from.add(other.from), to.add(other.to));
    }

    Range times(Range other) {
        return new Range(from.multiply(other.from), to.multiply(other.to));
    }
}
