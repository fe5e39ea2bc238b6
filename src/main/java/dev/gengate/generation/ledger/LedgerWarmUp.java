package dev.gengate.generation.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the connections of clients' reads, and prepares the most common read on each, before a replica is ready:
 * otherwise the first clients would all wait for that.
 */
@ApplicationScoped
public class LedgerWarmUp {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final UUID NOBODYS = new UUID(0, 0);

    private final Uni<Void> done;

    LedgerWarmUp(Pool pool, @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections) {
        this.done = Uni.join()
                .all(IntStream.range(0, Math.max(1, connections / 2))
                        .mapToObj(i -> pool.withConnection(LedgerWarmUp::prepared))
                        .toList())
                .andCollectFailures()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .memoize()
                .indefinitely();
    }

    private static Uni<Void> prepared(SqlConnection connection) {
        return connection
                .preparedQuery(GenerationSql.OF_ID)
                .execute(Tuple.of(NOBODYS))
                .replaceWithVoid();
    }

    /** Starts at the first call; the ledger's probe reports whether it succeeded. */
    public Uni<Void> done() {
        return done;
    }
}
