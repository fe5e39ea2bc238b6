package dev.gengate.startup;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.database.Database;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start asks its ledger, and releases to come, on ledgers of their own, by the application's rules for Flyway. */
@QuarkusTest
class MigrationTest extends GatewayTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final String LEDGER = "filesystem:" + MIGRATIONS;
    private static final String INDEX =
            "create index concurrently if not exists generation_of_a_test on generation (model, id)";
    private static final String WAITS =
            "select exists (select 1 from pg_locks where relation = 'generation'::regclass and not granted)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Migration migration;

    @Inject
    Database database;

    @TempDir
    Path later;

    @Test
    void everyMigrationIsNamed() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).sorted().toList(),
                    Migration.FILES.stream().sorted().toList());
        }
    }

    @Test
    void migratedLedgerIsComplete() {
        assertTrue(complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksum = checksum + 1", "checksum = null", "success = false"})
    void ledgerWithAnotherMigrationIsLeftToFlyway(String change) {
        ledger("create table history_before as table flyway_schema_history");
        try {
            ledger("update flyway_schema_history set " + change + " where version = '1'");

            assertFalse(complete());
            assertTrue(refusal().endsWith(": V1__ledger.sql"), "what migrates by other means has not done it");
        } finally {
            ledger("update flyway_schema_history history set checksum = old.checksum, success = old.success"
                    + " from history_before old where old.installed_rank = history.installed_rank");
            ledger("drop table history_before");
        }
    }

    @Test
    void whatIsMigratedByOtherMeansStartsOnACompleteLedgerAlone() {
        migratedByOtherMeans().atStart(null);

        ledger("alter table flyway_schema_history rename to history_aside");
        try {
            assertTrue(refusal().endsWith(String.join(", ", Migration.FILES)));
        } finally {
            ledger("alter table history_aside rename to flyway_schema_history");
        }
    }

    private String refusal() {
        return assertThrows(IllegalStateException.class, () -> migratedByOtherMeans()
                        .atStart(null))
                .getMessage();
    }

    private Migration migratedByOtherMeans() {
        MigrationConfig config = new SmallRyeConfigBuilder()
                .withMapping(MigrationConfig.class)
                .withDefaultValue("gateway.migration.at-start", "false")
                .withDefaultValue("gateway.migration.url", "jdbc:postgresql:unused")
                .build()
                .getConfigMapping(MigrationConfig.class);
        return new Migration(config, database, null);
    }

    @Test
    void indexIsBuiltConcurrentlyWhileAnotherReplicaStarts() throws Exception {
        Files.writeString(later.resolve("V1000__index.sql"), INDEX);
        String ledger = emptyLedger();
        release(ledger, LEDGER).migrate();

        CompletableFuture<Integer> first = supplyAsync(() -> nextRelease(ledger));
        CompletableFuture<Integer> second = supplyAsync(() -> nextRelease(ledger));

        int applied = first.thenCombine(second, Integer::sum).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(1, applied, "one replica migrates, the other waits for it");
        assertTrue(
                answer(ledger, "select indisvalid from pg_index where indexrelid = 'generation_of_a_test'::regclass"));
    }

    @Test
    void ledgerOfALaterReleaseIsAccepted() throws Exception {
        Files.writeString(later.resolve("V1000__index.sql"), INDEX);
        String ledger = emptyLedger();
        release(ledger, LEDGER).migrate();
        nextRelease(ledger);

        Flyway before = release(ledger, LEDGER);

        before.validate();
        assertEquals(0, before.migrate().migrationsExecuted);
    }

    @Test
    void migrationLetsSubmissionsPassWhileATransactionHoldsItsTable() throws Exception {
        Files.writeString(later.resolve("V1000__column.sql"), "alter table generation add column of_a_test text");
        String ledger = emptyLedger();
        release(ledger, LEDGER).migrate();
        CompletableFuture<MigrateResult> migrated;
        try (Connection dump = DriverManager.getConnection(ledger, LocalPostgres.USER, LocalPostgres.PASSWORD);
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("lock table generation in access share mode");
            migrated = supplyAsync(() -> Migration.migrate(release(ledger, LEDGER, "filesystem:" + later)));

            await().until(() -> answer(ledger, WAITS));
            await().atMost(PATIENCE).until(() -> !answer(ledger, WAITS));
            assertFalse(migrated.isDone(), "it tries again");
        }

        assertEquals(1, migrated.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).migrationsExecuted);
    }

    private boolean complete() {
        return migration.complete().await().atMost(PATIENCE);
    }

    private int nextRelease(String ledger) {
        return release(ledger, LEDGER, "filesystem:" + later).migrate().migrationsExecuted;
    }

    /** By the application's rules, with migrations from these folders instead of its jar. */
    private static Flyway release(String ledger, String... folders) {
        return Migration.rules()
                .locations(folders)
                .dataSource(ledger, LocalPostgres.USER, LocalPostgres.PASSWORD)
                .load();
    }

    private static String emptyLedger() {
        String name = "release_" + System.nanoTime();
        ledger("create database " + name);
        // an index that waits for the lock beside it fails instead of waiting for ever
        return Backends.jdbcUrl().replaceAll("[^/]+$", name) + "?options=-c%20statement_timeout=20s";
    }

    private static boolean answer(String ledger, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger, LocalPostgres.USER, LocalPostgres.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
