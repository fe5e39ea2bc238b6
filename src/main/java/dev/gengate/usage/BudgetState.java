package dev.gengate.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One budget of a caller as it stands.
 *
 * @param limit credits that may be spent in the period
 * @param reserved the price of what is open
 * @param spent by what has ended
 * @param renewedAt when the period ends
 */
record BudgetState(
        @JsonIgnore BudgetPeriod period, BigDecimal limit, BigDecimal reserved, BigDecimal spent, Instant renewedAt) {

    /** Never below 0, although a bill may be higher than its quote was. */
    @JsonProperty
    BigDecimal left() {
        return limit.subtract(reserved).subtract(spent).max(BigDecimal.ZERO);
    }
}
