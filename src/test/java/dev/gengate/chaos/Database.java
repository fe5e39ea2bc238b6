package dev.gengate.chaos;

import dev.gengate.support.LocalPostgres;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The ledger's server. Its process dies in a run, the machine does not: so it need not wait for the disk. */
final class Database implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalPostgres server;

    private Database(LocalPostgres server) {
        this.server = server;
    }

    static Database start() {
        Database database = new Database(LocalPostgres.start(0, Map.of("fsync", "off")));
        database.server.createDatabase(GatewayEnvironment.DATABASE);
        return database;
    }

    LocalPostgres server() {
        return server;
    }

    String jdbcUrl() {
        return server.jdbcUrl(GatewayEnvironment.DATABASE) + "?user=" + LocalPostgres.USER + "&password="
                + LocalPostgres.PASSWORD;
    }

    void stop() {
        server.stop();
    }

    void kill() {
        server.kill();
    }

    /** Started again; the processes of the one that was killed may hold its memory for a moment. */
    void restart() {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            server.start();
            return true;
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
