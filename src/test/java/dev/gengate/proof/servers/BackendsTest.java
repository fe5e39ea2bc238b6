package dev.gengate.proof.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class BackendsTest {

    @Test
    void everyStartTellsTheSameServers() {
        Map<String, String> first = new Backends().start();
        Map<String, String> second = new Backends().start();

        assertEquals(first, second);
        assertEquals(Backends.gateway().toString(), first.get("gateway.public-url"));
    }

    @Test
    void theDatabaseIsThereForTheGatewaysRole() throws SQLException {
        String user = LocalPostgres.USER;
        try (Connection connection = DriverManager.getConnection(Backends.jdbcUrl(), user, LocalPostgres.PASSWORD)) {
            assertTrue(connection.isValid(1));
        }
    }

    @Test
    void eventsAreReadWithTheirHeadersFromTheirFirst() {
        String topic = "events-of-this-test";
        try (CompletedEvents events = CompletedEvents.open(Backends.kafka(), topic)) {
            assertEquals(List.of(), events.eventsOf("g1"));

            publish(topic, "g1", "{\"outcome\":\"succeeded\"}");
            publish(topic, "g2", "{\"outcome\":\"failed\"}");

            CompletedEvent event = events.awaitEventOf("g1");
            assertEquals("succeeded", event.outcome());
            assertEquals("g1.completed", event.id());
            assertEquals("failed", events.awaitEventOf("g2").outcome());
        }
    }

    private static void publish(String topic, String key, String value) {
        Map<String, Object> config = Map.of("bootstrap.servers", Backends.kafka());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> message = new ProducerRecord<>(topic, key, value);
            message.headers().add("ce_id", (key + ".completed").getBytes(StandardCharsets.UTF_8));
            producer.send(message);
        }
    }
}
