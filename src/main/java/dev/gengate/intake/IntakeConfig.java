package dev.gengate.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Topics from which requests are taken: {@code gateway.intake."name".*}. */
@ConfigMapping(prefix = "gateway.intake")
public interface IntakeConfig {

    /** By a name that metrics and the consumer group carry. */
    @WithParentName
    Map<String, Topic> byName();

    /** One topic. Whoever may write to it is its caller. */
    interface Topic {
        /** The topic's name, as Kafka allows it; with {@code .rejected} behind it, the one of what is refused. */
        @Pattern(
                regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,240}",
                message = "must be 1 to 240 letters, digits, dots, underscores and dashes")
        String topic();

        /** The caller of the requests: a name of {@code gateway.callers}. */
        String caller();

        /**
         * For how long a request may wait for the queue, a daily limit, a budget or credits, from the timestamp of its record
         * on; then it is rejected. Default: 2 days.
         */
        @WithDefault("P2D")
        @DurationMin(minutes = 1)
        @DurationMax(days = 30)
        Duration patience();
    }
}
