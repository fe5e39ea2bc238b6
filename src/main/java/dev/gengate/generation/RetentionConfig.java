package dev.gengate.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.valueextraction.Unwrapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the ledger keeps ended generations, files that callers upload, the audit, and usage. */
@ConfigMapping(prefix = "gateway.retention")
public interface RetentionConfig {

    /**
     * Age at which a terminal, published generation is purged and its idempotency key becomes free. At least as long as
     * a generation may stay open and its usage is not rolled up. Default: 30 d.
     */
    @WithDefault("P30D")
    @DurationMin(hours = 1)
    @DurationMax(days = 3650)
    Duration completed();

    /** How long inputs and results are kept, from when a generation can no longer be open. Default: as long as the row. */
    @DurationMin(days = 1, payload = Unwrapping.Unwrap.class)
    @DurationMax(days = 3650, payload = Unwrapping.Unwrap.class)
    Optional<Duration> content();

    /** How long an uploaded file can be named; at the provider's own upload 23 h at most. Default: 1 d. */
    @WithDefault("P1D")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration files();

    /** How long is kept who did what, and what operators have done to many. Default: 400 d. */
    @WithDefault("P400D")
    @DurationMin(days = 1)
    @DurationMax(days = 3650)
    Duration audit();

    /**
     * How long usage is kept, and what callers had of their budgets and daily limits; {@link #completed} if that is longer.
     * Default: 400 d.
     */
    @WithDefault("P400D")
    @DurationMin(days = 1)
    @DurationMax(days = 3650)
    Duration usage();

    /** How often a replica purges. Default: 1 min. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration every();

    /** Rows per statement. Default: 1000. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int batch();
}
