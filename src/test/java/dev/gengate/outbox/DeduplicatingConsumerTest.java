package dev.gengate.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/examples/java/DeduplicatingConsumer.java as a process of its own, which is killed again and again. */
class DeduplicatingConsumerTest {
    private static final String TOPIC = "generation.completed";
    private static final int GENERATIONS = 300;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void eachGenerationIsAppliedOnceThoughEventsComeAgainAndItDies() {
        LocalPostgres postgres = LocalPostgres.shared();
        String database = "consumer_" + System.nanoTime();
        postgres.createDatabase(database);
        Ledger applied = Ledger.of(postgres, database);
        try (LocalKafka kafka = LocalKafka.start(0);
                ChildProcess consumer = consumer(kafka, postgres.jdbcUrl(database))) {
            kafka.createTopic(TOPIC);
            send(kafka);
            for (int kill = 1; kill <= KILLS; kill++) {
                int some = kill * GENERATIONS / 10;
                consumer.start();
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> applied.number("select count(*) from applied") >= some);
                consumer.kill();
            }
            consumer.start();

            await().atMost(PATIENCE)
                    .until(() -> applied.number("select count(distinct generation) from applied") == GENERATIONS);

            assertEquals(GENERATIONS, applied.number("select count(*) from applied"));
        }
    }

    private ChildProcess consumer(LocalKafka kafka, String jdbcUrl) {
        List<String> command = List.of(
                ChildProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Path.of("docs", "examples", "java", "DeduplicatingConsumer.java")
                        .toString(),
                kafka.bootstrapServers(),
                "ads",
                jdbcUrl + "?user=" + LocalPostgres.USER + "&password=" + LocalPostgres.PASSWORD);
        return new ChildProcess(command, Map.of(), folder.resolve("consumer.log"));
    }

    /** Each once to three times, in any order. */
    private static void send(LocalKafka kafka) {
        Random chance = new Random(7);
        List<String> ids = new ArrayList<>();
        IntStream.range(0, GENERATIONS)
                .mapToObj(n -> UUID.randomUUID().toString())
                .forEach(id -> ids.addAll(Collections.nCopies(1 + chance.nextInt(3), id)));
        Collections.shuffle(ids, chance);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            ids.forEach(id -> producer.send(event(id)));
        }
    }

    private static ProducerRecord<String, String> event(String id) {
        ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, id, "{\"id\":\"" + id + "\"}");
        event.headers().add("ce_id", (id + ".completed").getBytes(UTF_8));
        event.headers().add("ce_type", "dev.gengate.generation.succeeded.v1".getBytes(UTF_8));
        return event;
    }
}
