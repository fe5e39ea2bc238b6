package dev.gengate.completion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The question how large a record the topic takes. */
@ConfigMapping(prefix = "gateway.topic")
public interface TopicLimitConfig {

    /** How often each replica asks, for the first time 5 s after its start. Default: 1 h. */
    @WithDefault("PT1H")
    Duration every();
}
