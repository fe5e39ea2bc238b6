package dev.gengate.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long a generation may stay open. */
@ConfigMapping(prefix = "gateway.deadline")
public interface DeadlineConfig {
    /** The longest of {@link #grace}. */
    Duration MOST_GRACE = Duration.ofHours(1);

    /** The longest that a model whose tasks take long makes of {@link #confirmation}. */
    Duration MOST_CONFIRMATION = Duration.ofHours(1);

    /**
     * Longest wait for a result: from acceptance while queued, and again from submission. A third more, an hour at most,
     * while the provider does not say how the task stands. Default: 24 h.
     */
    @WithDefault("PT24H")
    @DurationMin(seconds = 1)
    @DurationMax(days = 30)
    Duration result();

    /**
     * How long an unconfirmed submission waits for its callback before it fails, if its model's tasks take a minute or
     * less; longer where they do. Default: 15 min.
     */
    @WithDefault("PT15M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration confirmation();

    /** How long after its deadline a task is still asked for while the provider does not say how it stands. */
    static Duration grace(DeadlineConfig deadlines) {
        Duration share = deadlines.result().dividedBy(3);
        return share.compareTo(MOST_GRACE) < 0 ? share : MOST_GRACE;
    }

    /** How long an unconfirmed submission of any model may wait. */
    static Duration longestConfirmation(Duration result, Duration confirmation) {
        Duration longest = result.compareTo(MOST_CONFIRMATION) < 0 ? result : MOST_CONFIRMATION;
        return confirmation.compareTo(longest) > 0 ? confirmation : longest;
    }

    /** The longest time from acceptance to an end. */
    static Duration longestLife(DeadlineConfig deadlines) {
        return deadlines
                .result()
                .multipliedBy(2)
                .plus(longestConfirmation(deadlines.result(), deadlines.confirmation()))
                .plus(grace(deadlines));
    }
}
