package dev.gengate.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The question how large a record the topic takes. */
@ConfigMapping(prefix = "gateway.topic")
public interface TopicLimitConfig {

    /** How often each replica asks, for the first time a second after its start. Default: 1 h. */
    @WithDefault("PT1H")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration every();
}
