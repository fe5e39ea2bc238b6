package dev.gengate.generation.figures;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What has been used in a range of hours, in groups.
 *
 * @param caller only of this one; null for all
 * @param from the first hour
 * @param to the hour after the last
 * @param by what makes a group, in the order of the answer; one thing at least
 */
public record UsageQuery(String caller, Instant from, Instant to, List<Dimension> by) {
    /** Groups in one answer. */
    public static final int MOST = 10_000;
    /** Rows that one report reads, of an hour and group each: half a second. */
    public static final int MOST_ROWS = 1_000_000;

    /**
     * What makes a group.
     *
     * @param name as in the answer
     * @param column of the table, or null: the label of this key
     */
    public record Dimension(String name, String column, String key) {
        private String sql(int parameter) {
            return column == null ? "labels::jsonb ->> $" + parameter : column;
        }
    }

    String sql() {
        List<String> columns = new ArrayList<>();
        int parameters = 3;
        for (Dimension dimension : by) {
            columns.add(dimension.sql(dimension.column() == null ? ++parameters : 0));
        }
        StringBuilder sql = new StringBuilder("select ");
        columns.forEach(column -> sql.append("(").append(column).append(")::text, "));
        sql.append(
                        "coalesce(sum(generations), 0)::bigint, coalesce(sum(credits), 0), count(*) from (select * from usage")
                .append(" where hour >= $1 and hour < $2 and ($3::text is null or caller = $3) limit ")
                .append(MOST_ROWS + 1)
                .append(") usage");
        String places = places(columns.size());
        return sql.append(" group by ")
                .append(places)
                .append(" order by ")
                .append(places)
                .append(" limit ")
                .append(MOST + 1)
                .toString();
    }

    private static String places(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }

    Tuple parameters() {
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(from.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(to.atOffset(ZoneOffset.UTC))
                .addString(caller);
        by.stream().filter(dimension -> dimension.column() == null).forEach(label -> parameters.addString(label.key()));
        return parameters;
    }
}
