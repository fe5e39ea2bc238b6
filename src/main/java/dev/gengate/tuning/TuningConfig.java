package dev.gengate.tuning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What exists for speed alone can be turned off here. */
@ConfigMapping(prefix = "gateway.tuning")
public interface TuningConfig {

    /** Whether the framework propagates contexts to each step of each {@code Uni}. Default: false. */
    @WithDefault("false")
    boolean contextPropagation();
}
