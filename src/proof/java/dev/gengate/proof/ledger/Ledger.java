package dev.gengate.proof.ledger;

import dev.gengate.generation.ledger.LedgerStatements;
import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A ledger by SQL, beside the gateway or without one; every question on a connection of its own. */
public final class Ledger {
    private static final String SLOTS =
            "insert into pace_slot select slot, '-infinity' from generate_series(1, %d) slot";

    private final String url;
    private final String user;

    private Ledger(String url, String user) {
        this.url = url;
        this.user = user;
    }

    /** As the role that the gateway has. */
    public static Ledger of(LocalPostgres postgres, String database) {
        return new Ledger(postgres.jdbcUrl(database), LocalPostgres.USER);
    }

    /** The ledger of the gateway with this environment. */
    public static Ledger of(Map<String, String> environment) {
        return new Ledger(
                "jdbc:postgresql://" + environment.get("GATEWAY_DB_HOST") + ":" + environment.get("GATEWAY_DB_PORT")
                        + "/" + environment.get("GATEWAY_DB_NAME"),
                LocalPostgres.USER);
    }

    /** An empty one without a gateway: this release's schema in a new database, and so many slots of the provider's limit. */
    public static Ledger create(LocalPostgres postgres, String database, int slots) throws SQLException {
        postgres.createDatabase(database);
        Ledger ledger = of(postgres, database);
        try (Connection connection = ledger.connect()) {
            Sql.execute(connection, LedgerSchema.script());
            Sql.execute(connection, SLOTS.formatted(slots));
        }
        return ledger;
    }

    /** The same, with all rights on its server. */
    public Ledger asSuperuser() {
        return new Ledger(url, "postgres");
    }

    /** The caller closes it. */
    public Connection connect() throws SQLException {
        // a script is sent as it is, and a statement that is prepared by SQL is not prepared again
        return DriverManager.getConnection(url + "?preferQueryMode=simple", user, LocalPostgres.PASSWORD);
    }

    /** One that has the gateway's statements prepared, as a replica has. */
    public Connection replica() throws SQLException {
        Connection connection = connect();
        for (String prepare : LedgerStatements.prepares().values()) {
            Sql.execute(connection, prepare);
        }
        return connection;
    }

    /** @throws IllegalStateException when the database does not answer, or refuses */
    public void execute(String sql) {
        on(connection -> {
            Sql.execute(connection, sql);
            return null;
        });
    }

    /** The only number that a question gives. */
    public long number(String sql) {
        return on(connection -> Sql.number(connection, sql));
    }

    /** The first column of what a question gives. */
    public List<String> values(String sql) {
        return on(connection -> Sql.values(connection, sql));
    }

    /** Something of each row that a question gives. */
    public <T> List<T> values(String sql, Sql.Reader<T> reader) {
        return on(connection -> Sql.values(connection, sql, reader));
    }

    private <T> T on(Work<T> work) {
        try (Connection connection = connect()) {
            return work.done(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work<T> {
        T done(Connection connection) throws SQLException;
    }
}
