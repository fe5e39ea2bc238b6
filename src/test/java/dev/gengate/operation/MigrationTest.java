package dev.gengate.operation;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.Backends;
import dev.gengate.support.GatewayTest;
import dev.gengate.support.LocalPostgres;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases to come, on ledgers of their own, with Flyway as the application configures it. */
@QuarkusTest
class MigrationTest extends GatewayTest {
    private static final String LEDGER = "filesystem:src/main/resources/db/migration";
    private static final String INDEX =
            "create index concurrently if not exists generation_of_a_test on generation (model, id)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Flyway flyway;

    @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
    int connections;

    @TempDir
    Path later;

    @Test
    void indexIsBuiltConcurrentlyWhileAnotherReplicaStarts() throws Exception {
        Files.writeString(later.resolve("V2__index.sql"), INDEX);
        String ledger = emptyLedger();

        try (AgroalDataSource one = pool(ledger);
                AgroalDataSource other = pool(ledger)) {
            release(one, LEDGER).migrate();
            CompletableFuture<Integer> first = supplyAsync(() -> nextRelease(one));
            CompletableFuture<Integer> second = supplyAsync(() -> nextRelease(other));

            int applied = first.thenCombine(second, Integer::sum).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertEquals(1, applied, "one replica migrates, the other waits for it");
            assertTrue(
                    answer(one, "select indisvalid from pg_index where indexrelid = 'generation_of_a_test'::regclass"));
        }
    }

    @Test
    void ledgerOfALaterReleaseIsAccepted() throws Exception {
        Files.writeString(later.resolve("V2__index.sql"), INDEX);
        try (AgroalDataSource pool = pool(emptyLedger())) {
            release(pool, LEDGER).migrate();
            nextRelease(pool);

            Flyway before = release(pool, LEDGER);

            before.validate();
            assertEquals(0, before.migrate().migrationsExecuted);
        }
    }

    @Test
    void aReplicaWaitsAsLongAsItsStartMayTake() {
        assertEquals(MigrationLock.TRIES, flyway.getConfiguration().getLockRetryCount());
    }

    private int nextRelease(AgroalDataSource pool) {
        return release(pool, LEDGER, "filesystem:" + later).migrate().migrationsExecuted;
    }

    /** The application's configuration, with migrations from these folders instead of its jar. */
    private Flyway release(AgroalDataSource pool, String... folders) {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .resourceProvider(null)
                .javaMigrationClassProvider(null)
                .locations(folders)
                .dataSource(pool)
                .load();
    }

    private static String emptyLedger() {
        String name = "release_" + System.nanoTime();
        ledger("create database " + name);
        // an index that waits for the lock beside it fails instead of waiting for ever
        return Backends.jdbcUrl().replaceAll("[^/]+$", name) + "?options=-c%20statement_timeout=20s";
    }

    /** As many connections as a starting replica has. */
    private AgroalDataSource pool(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(connections)
                        .acquisitionTimeout(PATIENCE)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .principal(new NamePrincipal(LocalPostgres.USER))
                                .credential(new SimplePassword(LocalPostgres.PASSWORD)))));
    }

    private static boolean answer(AgroalDataSource pool, String question) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
