package dev.gengate.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often the topic's record size limit is read. */
@ConfigMapping(prefix = "gateway.topic")
public interface TopicLimitConfig {

    /** How often each replica asks, first one second after its start. Default: 1 min. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration every();
}
