package dev.gengate.proof.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain SQL over a connection that is there already. */
public final class Sql {
    private Sql() {}

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what a statement gives. */
    public static List<String> values(Connection connection, String sql) throws SQLException {
        return values(connection, sql, row -> row.getString(1));
    }

    /** Something of each row that a statement gives. */
    public static <T> List<T> values(Connection connection, String sql, Reader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> values = new ArrayList<>();
            while (rows.next()) {
                values.add(reader.read(rows));
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

    /** That value as a whole number. */
    public static long number(Connection connection, String sql) throws SQLException {
        return Math.round(Double.parseDouble(value(connection, sql)));
    }

    /** Makes something of one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
