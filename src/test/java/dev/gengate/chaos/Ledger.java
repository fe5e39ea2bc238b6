package dev.gengate.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the ledger behind the gateway's back. */
final class Ledger {
    private static final String ROWS =
            "select id::text, idempotency_key, state, task_id, images, completed_at is not null"
                    + " and not exists (select from outbox where generation.id = any(generations)) from generation";
    private static final String OPEN = "select count(*) from generation where completed_at is null";
    private static final String UNPUBLISHED = "select coalesce(sum(cardinality(generations)), 0) from outbox";
    private static final String LATE = "select count(*) from late_outcome";

    private static final String HELD =
            "select holder::text, string_agg(event::text, ' ') from outbox, unnest(generations) event where holder is"
                    + " not null group by holder";

    private final String url;

    Ledger(Database database) {
        this.url = database.jdbcUrl();
    }

    List<LedgerRow> rows() {
        return query(
                ROWS,
                result -> new LedgerRow(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        result.getString(4),
                        result.getString(5),
                        result.getBoolean(6)));
    }

    long open() {
        return count(OPEN);
    }

    /** What is open yet of that which was accepted before. */
    long openBefore(Instant time) {
        return count(OPEN + " and created_at < '" + time + "'");
    }

    long unpublished() {
        return count(UNPUBLISHED);
    }

    /** The generations whose events each life of a replica has on their way. */
    List<Set<String>> held() {
        return query(HELD, result -> Set.of(result.getString(2).split(" ")));
    }

    /** Outcomes that came after an end and were kept for audit only. */
    long late() {
        return count(LATE);
    }

    private long count(String sql) {
        return query(sql, result -> result.getLong(1)).get(0);
    }

    /** @throws IllegalStateException when the database does not answer */
    <T> List<T> query(String sql, Reader<T> reader) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (result.next()) {
                all.add(reader.read(result));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes something of one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
