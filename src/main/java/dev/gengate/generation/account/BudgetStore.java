package dev.gengate.generation.account;

import dev.gengate.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What callers with a budget have reserved and spent. The statement that accepts reserves, a trigger notes each end. */
@ApplicationScoped
public class BudgetStore {
    /** Makes the rows of a day and its month. Ends of so long ago that nobody moved are in no budget that counts. */
    static final String OPEN =
            """
            with old as (delete from budget_end where caller = $1 and day < $2::date - 62)
            insert into budget (caller, period, since)
            values ($1, 'day', $2), ($1, 'month', $2::date - extract(day from $2::date)::int + 1)
            on conflict do nothing""";

    /** What is reserved and spent on a day and in its month, with what has ended and is not in their rows yet? */
    static final String LOOK =
            """
            with row_of as (select period, since, reserved, spent from budget where caller = $1),
            ended as (select day, released, spent from budget_end where caller = $1),
            of_day as (
                select coalesce((select reserved from row_of where period = 'day' and since = $2), 0)
                        - coalesce((select sum(released) from ended where day = $2), 0) as reserved,
                    coalesce((select spent from row_of where period = 'day' and since = $2), 0)
                        + coalesce((select sum(spent) from ended where day = $2), 0) as spent),
            of_month as (
                select coalesce((select reserved from row_of where period = 'month' and since = $3), 0)
                        - coalesce((select sum(released) from ended where day >= $3), 0) as reserved,
                    coalesce((select spent from row_of where period = 'month' and since = $3), 0)
                        + coalesce((select sum(spent) from ended where day >= $3), 0) as spent)
            select d.reserved, d.spent, m.reserved, m.spent from of_day d, of_month m""";

    private final Database database;

    BudgetStore(Database database) {
        this.database = database;
    }

    /** Credits reserved by what is open, and spent by what has ended. */
    public record Use(BigDecimal reserved, BigDecimal spent) {}

    /** On a day and in its month. */
    public record Uses(Use day, Use month) {}

    /** Before a caller's first submission of a day is accepted. */
    public Uni<Void> open(String caller, LocalDate day) {
        return database.run(OPEN, Tuple.of(caller, day)).replaceWithVoid();
    }

    /** What the caller has reserved and spent. */
    public Uni<Uses> look(String caller, LocalDate day) {
        return database.run(LOOK, Tuple.of(caller, day, day.withDayOfMonth(1)))
                .map(rows -> uses(rows.iterator().next()));
    }

    private static Uses uses(Row row) {
        return new Uses(
                new Use(row.getBigDecimal(0), row.getBigDecimal(1)),
                new Use(row.getBigDecimal(2), row.getBigDecimal(3)));
    }
}
