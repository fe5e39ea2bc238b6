package dev.gengate.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the ledger remembers. */
@ConfigMapping(prefix = "gateway.retention")
public interface RetentionConfig {

    /** Age at which a terminal, published generation is purged; its idempotency key is free again then. Default: 30 d. */
    @WithDefault("P30D")
    Duration completed();

    /** How often a replica purges. Default: 1 min. */
    @WithDefault("PT1M")
    Duration every();

    /** Rows in one statement. Default: 1000. */
    @WithDefault("1000")
    int batch();
}
