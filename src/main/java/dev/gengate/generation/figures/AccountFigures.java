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
 * @param pauseCause why it did, as a name; null without a pause
 * @param brakedUntil null if no operator holds it; the end of time: until it is released
 * @param keyRejectedAt null if its key is good
 * @param emptySince null if it has credits
 * @param stoppedFrom what costs as much is not sent; null if everything is
 * @param credits as last read; null if they never were
 * @param callable whether the replica that answers may call the provider with it now: its breaker is closed
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
        String pauseCause,
        Instant brakedUntil,
        Instant keyRejectedAt,
        Instant emptySince,
        BigDecimal stoppedFrom,
        BigDecimal credits,
        boolean callable) {

    /** Whether no replica sends anything with it. */
    public boolean stopped() {
        return pausedUntil != null || brakedUntil != null || keyRejectedAt != null || emptySince != null;
    }
}
