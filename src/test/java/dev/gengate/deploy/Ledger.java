package dev.gengate.deploy;

import dev.gengate.proof.servers.LedgerSchema;
import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An empty ledger in a real PostgreSQL, for trying out what operators run on it. */
final class Ledger implements AutoCloseable {
    private static final String SCHEMA = LedgerSchema.script();

    private final Connection connection;

    private Ledger(Connection connection) {
        this.connection = connection;
    }

    static Ledger create() throws SQLException {
        var postgres = LocalPostgres.shared();
        var database = "operations_" + System.nanoTime();
        postgres.createDatabase(database);
        var connection =
                DriverManager.getConnection(postgres.jdbcUrl(database), LocalPostgres.USER, LocalPostgres.PASSWORD);
        connection.setAutoCommit(false);
        var ledger = new Ledger(connection);
        ledger.execute(SCHEMA);
        return ledger;
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void insertText(String statement, String value) throws SQLException {
        try (var insert = connection.prepareStatement(statement)) {
            insert.setString(1, value);
            insert.executeUpdate();
        }
    }

    /** The first column of every row. */
    List<String> strings(String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
