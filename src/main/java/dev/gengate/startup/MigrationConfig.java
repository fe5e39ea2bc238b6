package dev.gengate.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/** How the ledger's schema is brought up to this release at the start. */
@ConfigMapping(prefix = "gateway.migration")
public interface MigrationConfig {

    /** Whether a replica migrates at its start; false where the migrations are applied by other means. Default: true. */
    @WithDefault("true")
    boolean atStart();

    /** JDBC URL of the ledger for the migration alone: its lock is a session's, which not every pooler keeps. */
    @WithDefault(
            "jdbc:postgresql://${gateway.db.host}:${gateway.db.port}/${gateway.db.name}?sslmode=${gateway.db.tls}&sslrootcert=${gateway.db.ca-file:}")
    @Pattern(regexp = "jdbc:postgresql:.+", message = "must be a JDBC URL of PostgreSQL")
    String url();

    /** How often a database that is not there is asked again, after pauses that double up to 5 s. Default: 30. */
    @WithDefault("30")
    @Min(0)
    @Max(1_000)
    int connectRetries();
}
