package dev.gengate.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How fast events are published again. */
@ConfigMapping(prefix = "gateway.replay")
public interface ReplayConfig {

    /** Generations that a replay processes in one second, over all replicas. Default: 500. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int rate();
}
