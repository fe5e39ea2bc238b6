package dev.gengate.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the database for its time when nothing else does. */
@ApplicationScoped
public class ClockStore {
    private static final String TIME = "select clock_timestamp()";

    private final Database database;
    private final LedgerClock clock;

    ClockStore(Database database, LedgerClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Updates the clock with the database's time. */
    public Uni<Void> hear() {
        return Uni.createFrom().deferred(() -> {
            long asked = clock.asked();
            return database.run(TIME, Tuple.tuple())
                    .invoke(rows -> clock.heard(
                            rows.iterator().next().getOffsetDateTime(0).toInstant(), asked))
                    .replaceWithVoid();
        });
    }
}
