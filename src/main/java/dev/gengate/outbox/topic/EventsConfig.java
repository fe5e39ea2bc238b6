package dev.gengate.outbox.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** Where completed events go, and what they hold. application.properties builds the channel from it and holds the defaults. */
@ConfigMapping(prefix = "gateway.events")
public interface EventsConfig {

    /** The topic's name, as Kafka allows it; that of callers without a topic of their own. Default: generation.completed. */
    @Pattern(
            regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            message = "must be 1 to 249 letters, digits, dots, underscores and dashes")
    String topic();

    /** The topic of results that were stored after their generation's event, of callers without their own. Default: generation.stored. */
    @Pattern(
            regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            message = "must be 1 to 249 letters, digits, dots, underscores and dashes")
    @WithDefault("generation.stored")
    String storedTopic();

    /** Whether events carry the input, prompt included: full or none. Default: full. */
    @WithDefault("full")
    @Pattern(regexp = "full|none", message = "must be full or none")
    String input();
}
