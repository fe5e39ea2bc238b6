package dev.gengate.accounts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the account's balance is watched. */
@ConfigMapping(prefix = "gateway.credits")
public interface CreditsConfig {

    /** How often it is read, by one replica for all; twelve times as often while it is empty. Default: 1 min. */
    @WithDefault("PT1M")
    Duration every();
}
