package dev.gengate.generation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How much is open and how long it has been so, by the partial indexes alone. */
@ApplicationScoped
public class LedgerStatistics {
    private static final String LOOK =
            """
            select 'open' as kind, state as name, count(*) as n,
                extract(epoch from now() - min(created_at))::float8 as oldest
            from generation where completed_at is null group by state
            union all
            select 'unpublished', '', count(*), extract(epoch from now() - min(completed_at))::float8
            from generation where completed_at is not null and published_at is null
            union all
            select 'slots', '', count(*), 0 from pace_slot where slot <= $1 and free_at <= clock_timestamp()
            union all
            select 'paused', '', count(*), 0 from pace where paused_until > clock_timestamp()""";

    private final Database database;

    LedgerStatistics(Database database) {
        this.database = database;
    }

    /** A count and the age of its oldest in seconds. */
    public record Amount(long count, double oldestSeconds) {
        /** Nothing of it. */
        public static final Amount NONE = new Amount(0, 0);
    }

    /** By {@code open.<state>}, {@code unpublished}, {@code slots} and {@code paused}; what is missing is none. */
    public Uni<Map<String, Amount>> look(int slots) {
        return database.run(LOOK, Tuple.of(slots)).map(rows -> {
            Map<String, Amount> amounts = new HashMap<>();
            for (Row row : rows) {
                String name = row.getString(1);
                Double oldest = row.getDouble(3);
                amounts.put(
                        row.getString(0) + (name.isEmpty() ? "" : "." + name),
                        new Amount(row.getLong(2), oldest == null ? 0 : Math.max(0, oldest)));
            }
            return amounts;
        });
    }
}
