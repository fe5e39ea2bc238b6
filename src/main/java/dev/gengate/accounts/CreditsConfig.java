package dev.gengate.accounts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the account's balance is watched. */
@ConfigMapping(prefix = "gateway.credits")
public interface CreditsConfig {

    /** How often one replica reads it for all; twelve times as often while it is empty. Default: 1 min. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration every();
}
