package dev.gengate.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
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

    /** What credits do not suffice for: refuse with 402, or queue until they do. Default: refuse. */
    @WithDefault("refuse")
    EmptyAccountPolicy withoutCredits();
}
