package dev.gengate.generation.figures;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What fails most. */
@ApplicationScoped
public class FailureFigures {
    /** The most that is counted of one caller in one state; a larger number is shown as this one. */
    private static final int OF_EACH = 1_000;
    /** The least that is counted of each caller, where there are very many callers. */
    private static final int AT_LEAST = 10;
    /** The most that is counted of all callers together in one state; each caller has the same share. */
    private static final int OF_ALL = 25_000;

    /** One step through the index of what did not go well for each caller. */
    private static final String LOOK =
            """
            with recursive callers(caller) as (
                (select caller from generation where state in ('failed', 'expired', 'cancelled') order by caller limit 1)
                union all
                select (select g.caller from generation g
                    where g.state in ('failed', 'expired', 'cancelled') and g.caller > c.caller order by g.caller limit 1)
                from callers c where c.caller is not null)
            select state, failure_code, count(*) as n from (
                select ended.state, f.failure_code
                from callers c cross join (values ('failed'), ('expired')) ended(state) cross join lateral (
                    select g.failure_code from generation g
                    where g.state in ('failed', 'expired', 'cancelled') and g.caller = c.caller and g.state = ended.state
                        and g.id >= $1
                    order by g.id desc
                    limit greatest(%d, least(%d, %d / greatest(1, (select count(*) from callers))))) f) f
            where failure_code is not null group by 1, 2 order by 3 desc, 2, 1 limit 20"""
                    .formatted(AT_LEAST, OF_EACH, OF_ALL);

    private final Database database;

    FailureFigures(Database database) {
        this.database = database;
    }

    /** A code, the state of those that ended with it, and how many they are. */
    public record Failing(String state, String failureCode, long generations) {}

    /** What fails of the generations that were accepted since then. */
    public Uni<List<Failing>> since(Instant accepted) {
        return database.read(LOOK, Tuple.of(UuidCreator.getTimeOrderedEpochMin(accepted)))
                .map(rows -> {
                    List<Failing> failing = new ArrayList<>();
                    rows.forEach(row -> failing.add(new Failing(row.getString(0), row.getString(1), row.getLong(2))));
                    return failing;
                });
    }
}
