package dev.gengate.outbox.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** Where completed events go. application.properties builds the channel from it and holds the default. */
@ConfigMapping(prefix = "gateway.events")
public interface EventsConfig {

    /** The topic's name, as Kafka allows it. Default: generation.completed. */
    @Pattern(
            regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            message = "must be 1 to 249 letters, digits, dots, underscores and dashes")
    String topic();

    /** The topic of results that were stored after their generation's event. Default: generation.stored. */
    @Pattern(
            regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
            message = "must be 1 to 249 letters, digits, dots, underscores and dashes")
    @WithDefault("generation.stored")
    String storedTopic();
}
