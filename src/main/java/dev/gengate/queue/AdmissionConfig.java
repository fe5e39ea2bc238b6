package dev.gengate.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.valueextraction.Unwrapping;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How submissions are accepted. */
@ConfigMapping(prefix = "gateway.submission")
public interface AdmissionConfig {

    /** How long a POST waits for the provider to accept before it answers with the state so far. Default: 10 s. */
    @WithDefault("PT10S")
    @WithName("wait")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 2)
    Duration patience();

    /** Generations that may wait in the queue, all callers together. Default: 10000. */
    @WithDefault("10000")
    @Min(1)
    @Max(10_000_000)
    int maxQueued();

    /** Generations of one caller that may wait in the queue. Default: 5000. */
    @WithDefault("5000")
    @Min(1)
    @Max(10_000_000)
    int maxQueuedPerCaller();

    /** Credits that one generation may cost; one whose price nobody knows is over it too. Default: no bound. */
    @DecimalMin(value = "0", payload = Unwrapping.Unwrap.class)
    @DecimalMax(value = "1000000000", payload = Unwrapping.Unwrap.class)
    Optional<BigDecimal> maxCredits();

    /** What credits do not suffice for: refuse with 402, or queue until they do. Default: refuse. */
    @WithDefault("refuse")
    EmptyAccountPolicy withoutCredits();
}
