package dev.gengate.proof.queue;

import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain SQL over JDBC, as superuser. */
final class Sql {
    private Sql() {}

    static Connection connect(LocalPostgres postgres, String database) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database) + "?preferQueryMode=simple", "postgres", "");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many rows came back. */
    static int rows(Connection connection, String sql) throws SQLException {
        return lines(connection, sql).size();
    }

    static List<String> lines(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    static long number(Connection connection, String sql) {
        try {
            return Math.round(Double.parseDouble(lines(connection, sql).get(0)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
