package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerProbeTest {
    private static final String READ_ONLY = "25006";
    private static final String OVER_THE_LIMIT = "53400";
    private static final String VERSION = "select xmin from write_probe";

    private final String database = "probe_" + System.nanoTime();
    private Connection replica;
    private Connection other;

    @BeforeEach
    void ledger() throws SQLException, IOException {
        LocalPostgres.shared().createDatabase(database);
        replica = connect(LocalPostgres.USER);
        other = connect(LocalPostgres.USER);
        Sql.execute(replica, Files.readString(Path.of("src/main/resources/db/migration/V3__write_probe.sql")));
    }

    @AfterEach
    void close() throws SQLException {
        replica.close();
        other.close();
    }

    private Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(
                LocalPostgres.shared().jdbcUrl(database) + "?preferQueryMode=simple", user, LocalPostgres.PASSWORD);
    }

    @Test
    void oneWritesForAll() throws SQLException {
        assertEquals("t", value(replica, LedgerProbe.WRITE));
        String version = value(replica, VERSION);

        assertEquals("t", value(other, LedgerProbe.WRITE));
        assertEquals("t", value(replica, LedgerProbe.WRITE));

        assertEquals(version, value(replica, VERSION), "written once");
    }

    @Test
    void writtenAgainWhenItIsDueOrTheClockWasSetBack() throws SQLException {
        for (String when : new String[] {"- interval '5 seconds'", "+ interval '1 day'"}) {
            Sql.execute(replica, "update write_probe set written_at = now() " + when);
            String version = value(replica, VERSION);

            assertEquals("t", value(replica, LedgerProbe.WRITE));

            assertEquals("f", value(replica, "select (" + VERSION + ")::text = '" + version + "'"));
        }
    }

    @Test
    void nobodyWaitsForACommitThatStandsStillAndItIsSeen() throws SQLException {
        Sql.execute(replica, "update write_probe set written_at = now() - interval '20 seconds'");
        replica.setAutoCommit(false);
        assertEquals("t", value(replica, LedgerProbe.WRITE));

        assertEquals("f", value(other, LedgerProbe.WRITE));
    }

    @Test
    void sessionThatOnlyReadsIsRefusedWhoseverTurnItIs() throws SQLException {
        value(replica, LedgerProbe.WRITE);
        Sql.execute(other, "set default_transaction_read_only = on");

        assertEquals(
                READ_ONLY,
                assertThrows(SQLException.class, () -> value(other, LedgerProbe.WRITE))
                        .getSQLState());
    }

    @Test
    void somethingGoesToTheDisk() throws SQLException {
        try (Connection limited = connect("postgres")) {
            Sql.execute(limited, "set temp_file_limit = '64kB'");

            assertEquals(
                    OVER_THE_LIMIT,
                    assertThrows(SQLException.class, () -> value(limited, LedgerProbe.WRITE))
                            .getSQLState());
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        return Sql.value(connection, sql);
    }
}
