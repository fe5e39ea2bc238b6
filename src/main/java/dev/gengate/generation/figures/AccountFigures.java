package dev.gengate.generation.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One of several accounts as it is now.
 *
 * @param freeSlots createTask calls for which its limit has room
 * @param running its tasks at the provider
 * @param pausedUntil null if the provider asked for no pause
 * @param brakedUntil null if no operator holds it; the end of time: until it is released
 * @param keyRejectedAt null if its key is good
 * @param emptySince null if it has credits
 * @param stoppedFrom what costs as much is not sent; null if everything is
 * @param credits as last read; null if they never were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountFigures(
        String account,
        boolean drains,
        int limit,
        int freeSlots,
        long running,
        int maxRunning,
        Instant pausedUntil,
        Instant brakedUntil,
        Instant keyRejectedAt,
        Instant emptySince,
        BigDecimal stoppedFrom,
        BigDecimal credits) {

    /** Whether nothing is sent with it. */
    public boolean stopped() {
        return pausedUntil != null || brakedUntil != null || keyRejectedAt != null || emptySince != null;
    }
}
