package dev.gengate.operation;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * How replicas that start together wait for the one that migrates. The lock is the session's: Flyway's own choice, a
 * transaction that stays open beside the migration, is one that {@code create index concurrently} waits for, for ever.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {
    /** One a second; the start-up probe of k8s/base gives two minutes. */
    static final int TRIES = 110;

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.lockRetryCount(TRIES);
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
