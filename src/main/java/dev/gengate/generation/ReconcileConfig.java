package dev.gengate.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When the gateway asks the provider about silent tasks. */
@ConfigMapping(prefix = "gateway.reconcile")
public interface ReconcileConfig {

    /** Silence after createTask before the first poll; later polls back off up to 30 times that. Default: 60 s. */
    @WithDefault("PT60S")
    @DurationMin(millis = 100)
    @DurationMax(hours = 24)
    Duration after();

    /** How often a replica looks for rows that are due. Default: 1 s. */
    @WithDefault("PT1S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration every();
}
