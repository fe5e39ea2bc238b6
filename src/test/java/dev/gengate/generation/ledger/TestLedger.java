package dev.gengate.generation.ledger;

import dev.gengate.support.LedgerSchema;
import dev.gengate.support.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An empty ledger of its own. Each connection is a replica: the gateway's statements are prepared on it. */
public final class TestLedger {
    private final String database = "ledger_" + System.nanoTime();
    private final int slots;

    /** @param slots of the provider's limit; one that is used stays taken for an hour */
    public TestLedger(int slots) throws SQLException, IOException {
        this.slots = slots;
        LocalPostgres.shared().createDatabase(database);
        try (Connection connection = connect()) {
            execute(connection, LedgerSchema.script());
            execute(
                    connection,
                    "insert into pace_slot select slot, '-infinity' from generate_series(1, " + slots + ") slot");
        }
    }

    /** One more replica. */
    public Connection replica() throws SQLException {
        Connection connection = connect();
        for (String prepare : LedgerStatements.prepares().values()) {
            execute(connection, prepare);
        }
        return connection;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                LocalPostgres.shared().jdbcUrl(database) + "?preferQueryMode=simple",
                LocalPostgres.USER,
                LocalPostgres.PASSWORD);
    }

    /** A submission of normal priority; the state in which it starts. */
    public String accept(Connection replica, String caller, int mostRunning) throws SQLException {
        UUID id = UUID.randomUUID();
        execute(replica, submission(id, caller, 1, mostRunning, "1 minute"));
        return state(replica, id);
    }

    public static String state(Connection replica, UUID id) throws SQLException {
        return value(replica, "select state from generation where id = '" + id + "'");
    }

    /** The same as a statement, which nobody waits for after that time from now. */
    public String submission(UUID id, String caller, int priority, int mostRunning, String patience) {
        return """
                execute accept (array['%s']::uuid[], array['%s'], array[null], array[''], array['m'], array['{}'],
                array[null], array['{}'], array[%d], array[null], array[now()], array[null]::int[], %d, 3600000000, %d,
                60000000, 86400000000, 1000, 1000, false, now() + interval '%s')"""
                .formatted(id, caller, priority, slots, mostRunning, patience);
    }

    /** The ids that a dispatcher sends next, in their order; they are submitting now. */
    public List<String> claim(Connection replica, int most, int mostRunning) throws SQLException {
        return values(replica, claim(most, mostRunning, "1 minute"));
    }

    /** The same as a statement, which nobody waits for after that time from now; heavy weighs 2. */
    public String claim(int most, int mostRunning, String patience) {
        return "execute claim (now() + interval '1 minute', %d, %d, 3600000000, %d, array['heavy'], array[2]::float8[],"
                        .formatted(most, slots, mostRunning)
                + " now() + interval '" + patience + "')";
    }

    /** The first column of what a statement gives. */
    public static List<String> values(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The only value of a statement's first column. */
    public static String value(Connection connection, String sql) throws SQLException {
        List<String> values = values(connection, sql);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows");
        }
        return values.get(0);
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
