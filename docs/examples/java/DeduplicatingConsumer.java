import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Applies each completed generation exactly once, however often its event comes and whenever this process dies: the id of the
 * event and the work are one transaction, and the offset is committed after it. Run as it stands:
 * java -cp 'kafka-clients.jar:slf4j-api.jar:postgresql.jar' DeduplicatingConsumer.java localhost:9092 ads jdbc:postgresql://…
 * More arguments are settings of the consumer. With group.instance.id=ads-0 one that died has its partitions back at once.
 */
class DeduplicatingConsumer {
    private static final String TOPIC = "generation.completed";
    /** By its configured name; empty for all. The topic has the events of others, too. */
    private static final String CALLER = System.getenv().getOrDefault("CALLER", "ads");
    private static final String TABLES = "create table if not exists seen_event (ce_id text primary key, at timestamptz default now());"
            + " create table if not exists applied (generation text, outcome text, event text)";
    /** Rows older than gateway.retention.completed (30 days) and the topic's retention together can be deleted. */
    private static final String SEEN = "insert into seen_event (ce_id) values (?) on conflict do nothing";

    public static void main(String[] arguments) throws SQLException {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", arguments[0], "group.id", arguments[1],
                "enable.auto.commit", false, "auto.offset.reset", "earliest", "session.timeout.ms", 10_000));
        Stream.of(arguments).skip(3).map(more -> more.split("=", 2)).forEach(more -> settings.put(more[0], more[1]));
        try (Connection database = DriverManager.getConnection(arguments[2]);
                var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            database.createStatement().execute(TABLES);
            database.setAutoCommit(false);
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofSeconds(1))) {
                    if (isOurs(event) && isOutcome(event) && isNew(database, header(event, "ce_id"))) {
                        apply(database, event);
                    }
                }
                database.commit();
                consumer.commitSync();
            }
        }
    }

    private static boolean isOurs(ConsumerRecord<String, String> event) {
        return CALLER.isEmpty() || CALLER.equals(header(event, "ce_caller"));
    }

    /** A topic of one's own has the events of results that were stored late, too. */
    private static boolean isOutcome(ConsumerRecord<String, String> event) {
        return !header(event, "ce_type").equals("dev.gengate.generation.stored.v1");
    }

    private static boolean isNew(Connection database, String eventId) throws SQLException {
        try (PreparedStatement seen = database.prepareStatement(SEEN)) {
            seen.setString(1, eventId);
            return seen.executeUpdate() == 1;
        }
    }

    /** The work: here a row. What is no part of the transaction, such as a mail, is left to who reads that row. */
    private static void apply(Connection database, ConsumerRecord<String, String> event) throws SQLException {
        try (PreparedStatement work = database.prepareStatement("insert into applied values (?, ?, ?)")) {
            work.setString(1, event.key());
            work.setString(2, header(event, "ce_type"));
            work.setString(3, event.value());
            work.executeUpdate();
        }
    }

    private static String header(ConsumerRecord<String, String> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
