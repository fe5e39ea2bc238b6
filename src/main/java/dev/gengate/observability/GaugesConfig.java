package dev.gengate.observability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often the ledger is counted for the gauges. */
@ConfigMapping(prefix = "gateway.gauges")
public interface GaugesConfig {

    /** How often one replica counts for all; a gauge is up to twice as old. Default: 15 s. */
    @WithDefault("PT15S")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration every();
}
