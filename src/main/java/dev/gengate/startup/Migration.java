package dev.gengate.startup;

import dev.gengate.database.Database;
import dev.gengate.database.DatabaseConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jboss.logging.Logger;

/**
 * Brings the ledger's schema up to this release by Flyway before anything uses it. One statement checks whether the
 * ledger already has every migration; then neither Flyway nor a JDBC driver is loaded, which saves a seventh of a start
 * (docs/performance.md).
 */
@ApplicationScoped
class Migration {
    /** The release's migrations, all of them. */
    static final List<String> FILES = List.of(
            "V1__ledger.sql",
            "V2__dead_letters.sql",
            "V3__write_probe.sql",
            "V4__outbox_holder.sql",
            "V5__models.sql",
            "V6__results_and_credits.sql",
            "V7__custody.sql",
            "V8__budgets.sql",
            "V10__operations.sql",
            "V11__accounts.sql",
            "V13__results.sql",
            "V14__files.sql",
            "V15__brake.sql",
            "V18__usage_watch.sql",
            "V19__files_of_callers.sql",
            "V20__stopped_below.sql",
            "V21__late_events.sql",
            "V23__costs_without_a_bill.sql",
            "V27__figures_aside.sql",
            "V28__vacuum.sql",
            "V29__time_left.sql");

    /** One try a second; the start-up probe of k8s/base allows two minutes. */
    static final int LOCK_TRIES = 110;

    private static final String BRIEFLY = "set lock_timeout = '1s'";
    /** PostgreSQL's SQLSTATE lock_not_available. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Its undefined_table. */
    private static final String NO_SUCH_TABLE = "42P01";
    /** With a second's wait for the lock each, within the time of the start-up probe. */
    private static final int TABLE_TRIES = 35;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Migration.class);
    private static final String FOLDER = "db/migration";
    private static final int LONGEST_PAUSE_SECONDS = 5;

    private static final String APPLIED =
            "select version, checksum from flyway_schema_history where success and version is not null";

    private final MigrationConfig config;
    private final Database database;
    private final DatabaseConfig ledger;

    Migration(MigrationConfig config, Database database, DatabaseConfig ledger) {
        this.config = config;
        this.database = database;
        this.ledger = ledger;
    }

    void atStart(@Observes @Priority(StartOrder.MIGRATION) StartupEvent event) {
        if (!config.atStart()) {
            refuseOneBehind();
            return;
        }
        if (complete().await().indefinitely()) {
            return;
        }
        LOG.info("schema is behind this release or could not be checked; running Flyway");
        migrate(rules().locations("classpath:" + FOLDER)
                .dataSource(config.url(), ledger.user(), ledger.password())
                .connectRetries(config.connectRetries())
                .connectRetriesInterval(LONGEST_PAUSE_SECONDS)
                .load());
    }

    /** Tries again while somebody's transaction, such as that of a dump, holds a table that a migration has to lock. */
    static MigrateResult migrate(Flyway flyway) {
        return Uni.createFrom()
                .item(flyway::migrate)
                .onFailure(Migration::lockedOut)
                .invoke(() -> LOG.warn("a transaction holds a table that a migration has to lock; trying again"))
                .onFailure(Migration::lockedOut)
                .retry()
                .withBackOff(PAUSE, PAUSE)
                .atMost(TABLE_TRIES)
                .await()
                .indefinitely();
    }

    private static boolean lockedOut(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(
                        cause -> cause instanceof SQLException error && LOCK_NOT_AVAILABLE.equals(error.getSQLState()));
    }

    /** Whatever migrates in place of this: a replica on an older schema would be ready, and fail at what it lacks. */
    private void refuseOneBehind() {
        List<String> missing = StartupWait.forLedger(
                missing().onFailure(Migration::hasNoHistory).recoverWithItem(FILES));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "gateway.migration.at-start is false, and the ledger has not, or not unchanged, these migrations: "
                            + String.join(", ", missing));
        }
    }

    private static boolean hasNoHistory(Throwable failure) {
        return failure.getCause() instanceof PgException refusal && NO_SUCH_TABLE.equals(refusal.getSqlState());
    }

    /** Whether the ledger has every migration of this release, unchanged. */
    Uni<Boolean> complete() {
        return missing().map(List::isEmpty).onFailure().recoverWithItem(false);
    }

    private Uni<List<String>> missing() {
        return database.run(APPLIED, Tuple.tuple()).map(rows -> {
            Map<String, Integer> applied = new HashMap<>();
            for (Row row : rows) {
                applied.put(row.getString(0), row.getInteger(1));
            }
            return FILES.stream()
                    .filter(file -> !Integer.valueOf(checksum(file)).equals(applied.get(version(file))))
                    .toList();
        });
    }

    /**
     * Waits for a table's lock for a second only: all that submissions do with that table waits behind it. Uses a session
     * lock: with Flyway's default, a transaction that stays open beside the migration,
     * {@code create index concurrently} would wait forever. After a rollback the previous release runs on a later
     * schema.
     */
    static FluentConfiguration rules() {
        FluentConfiguration rules = Flyway.configure()
                .ignoreMigrationPatterns("*:future")
                .lockRetryCount(LOCK_TRIES)
                .initSql(BRIEFLY);
        rules.getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return rules;
    }

    private static String version(String file) {
        return file.substring(1, file.indexOf("__"));
    }

    /** Flyway's checksum: over the lines without their ends. */
    private static int checksum(String file) {
        CRC32 sum = new CRC32();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Migration.class.getResourceAsStream("/" + FOLDER + "/" + file), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (int) sum.getValue();
    }
}
