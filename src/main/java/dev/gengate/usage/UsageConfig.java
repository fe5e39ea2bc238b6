package dev.gengate.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How usage is rolled up. */
@ConfigMapping(prefix = "gateway.usage")
public interface UsageConfig {

    /** How often one replica rolls up what has changed. Default: 1 min. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration every();

    /** Keys of the metadata by which usage is kept too, 4 at most. Default: none. */
    Optional<
                    @Size(max = 4, message = "must have at most 4 keys") List<
                            @Pattern(
                                    regexp = "[A-Za-z0-9_.-]{1,40}",
                                    message = "must have keys of 1 to 40 letters, digits, _ . -")
                            String>>
            by();
}
