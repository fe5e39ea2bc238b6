package dev.gengate.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/** How the ledger's schema is migrated at the start. */
@ConfigMapping(prefix = "gateway.migration")
public interface MigrationConfig {

    /**
     * Whether a replica migrates at its start; false if migrations are applied by other means, without which it does not
     * start. Default: true.
     */
    @WithDefault("true")
    boolean atStart();

    /** JDBC URL of the ledger, for the migration only: it needs a session lock, which not every pooler supports. */
    @WithDefault(
            "jdbc:postgresql://${gateway.db.host}:${gateway.db.port}/${gateway.db.name}?sslmode=${gateway.db.tls}&sslrootcert=${gateway.db.ca-file:}")
    @Pattern(regexp = "jdbc:postgresql:.+", message = "must be a JDBC URL of PostgreSQL")
    String url();

    /** How often an unreachable database is tried again, after pauses that double up to 5 s. Default: 30. */
    @WithDefault("30")
    @Min(0)
    @Max(1_000)
    int connectRetries();
}
