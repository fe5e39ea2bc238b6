package example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Applies each completed generation exactly once, however often its event comes and whenever this process dies: the id of the
 * event and the work are one transaction of the database, and the offset is committed after it. tables.sql has the tables.
 * Run: mvn package, then java -jar target/quarkus-app/quarkus-run.jar; each property is an environment variable too.
 */
@ApplicationScoped
class CompletedGenerations {
    private static final String SEEN = "insert into seen_event (ce_id) values ($1) on conflict do nothing";

    /** By its configured name. */
    private static final String CALLER = "ads";

    private final Pool database;

    CompletedGenerations(Pool database) {
        this.database = database;
    }

    /** A channel ends with its first failure: here a database that is away holds up all, and ends nothing. */
    @Incoming("completed")
    @Retry(maxRetries = -1, maxDuration = 0, delay = 1_000)
    Uni<Void> take(ConsumerRecord<String, String> event) {
        // the common topic has the events of others, one of one's own those of results that were stored late
        if (!header(event, "ce_caller").equals(CALLER)
                || header(event, "ce_type").equals("dev.gengate.generation.stored.v1")) {
            return Uni.createFrom().voidItem();
        }
        return database.withTransaction(transaction -> transaction
                .preparedQuery(SEEN)
                .execute(Tuple.of(header(event, "ce_id")))
                .chain(seen -> seen.rowCount() == 1 ? apply(transaction, event) : Uni.createFrom().voidItem()));
    }

    /** The work: here a row. What is no part of the transaction, such as a mail, is left to who reads that row. */
    private static Uni<Void> apply(SqlConnection transaction, ConsumerRecord<String, String> event) {
        return transaction
                .preparedQuery("insert into applied values ($1, $2, $3)")
                .execute(Tuple.of(event.key(), header(event, "ce_type"), event.value()))
                .replaceWithVoid();
    }

    private static String header(ConsumerRecord<String, String> event, String name) {
        return new String(event.headers().lastHeader(name).value(), UTF_8);
    }
}
