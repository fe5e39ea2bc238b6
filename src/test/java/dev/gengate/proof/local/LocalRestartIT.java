package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers of runs: those of the local run are complete, and those that a fault run ends come back with the same data. */
@Tag("gate")
class LocalRestartIT {

    @Test
    void postgresKeepsItsDataThroughAStopAndAKill() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(0, Map.of())) {
            postgres.createDatabase("kept");
            postgres.execute("kept", "CREATE TABLE t AS SELECT 42 AS answer");

            postgres.stop();
            assertTrue(postgres.process().isEmpty());
            postgres.start();
            assertEquals("42", ask(postgres, "SELECT answer FROM t"));

            postgres.kill();
            assertFalse(Ports.taken(postgres.port()));
            postgres.start();
            assertEquals("42", ask(postgres, "SELECT answer FROM t"));
            assertEquals("on", ask(postgres, "SHOW fsync"));
            assertEquals("200", ask(postgres, "SHOW max_connections"));
        }
    }

    @Test
    void kafkaKeepsItsRecordsThroughARestart() {
        try (LocalKafka kafka = LocalKafka.start(0)) {
            publish(kafka, "before");
            kafka.stop();
            kafka.start();
            publish(kafka, "after");

            try (CompletedEvents events = CompletedEvents.open(kafka.bootstrapServers(), "t")) {
                assertEquals("before", events.awaitEventOf("before").value());
                assertEquals("after", events.awaitEventOf("after").value());
            }
        }
    }

    /** A consumer may be started before the first event, and the ready line tells people to. */
    @Test
    void topicsOfTheLocalRunAreThereBeforeItSaysReady() throws Exception {
        LocalPorts ports = new LocalPorts(0, 0, Ports.free(), Ports.free(), 0);
        try (LocalServers servers = new LocalServers(ports)) {
            servers.start();

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + ports.kafka()))) {
                assertEquals(
                        Set.of(Backends.TOPIC, Backends.STORED_TOPIC),
                        admin.listTopics().names().get());
            }
        }
    }

    private static String ask(LocalPostgres postgres, String question) {
        return Ledger.of(postgres, "kept").asSuperuser().values(question).get(0);
    }

    private static void publish(LocalKafka kafka, String text) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("t", text, text));
        }
    }
}
