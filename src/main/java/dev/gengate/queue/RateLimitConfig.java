package dev.gengate.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The provider's limits, held over all replicas together. */
@ConfigMapping(prefix = "gateway.pace")
public interface RateLimitConfig {

    /** New tasks in any window of {@link #period()} (documented by the provider: 20). Default: 20. */
    @WithDefault("20")
    @Min(1)
    @Max(1_000_000)
    int limit();

    /** The length of the window (documented by the provider: 10 s). Default: 10 s. */
    @WithDefault("PT10S")
    @DurationMin(millis = 1)
    @DurationMax(hours = 24)
    Duration period();

    /** Tasks at the provider at one time; 0 for no bound (documented: typically over 100). Default: 100. */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int maxRunning();
}
