package dev.gengate.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When silence becomes a question to the provider. */
@ConfigMapping(prefix = "gateway.reconcile")
public interface ReconcileConfig {

    /** Silence after a submission before the first poll; later polls back off up to 30 times that. Default: 60 s. */
    @WithDefault("PT60S")
    Duration after();

    /** How often a replica looks for rows that are due. Default: 1 s. */
    @WithDefault("PT1S")
    Duration every();
}
