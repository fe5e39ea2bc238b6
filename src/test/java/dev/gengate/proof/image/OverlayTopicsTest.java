package dev.gengate.proof.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.TlsServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The broker of the production overlay's run has what the gateway's user can write to but not make. */
@Tag("gate")
@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class OverlayTopicsTest {
    @Test
    void userOfTheOverlayWritesItsTopics(@TempDir Path folder) throws Exception {
        try (TlsServers servers = TlsServers.locked(folder)) {
            OverlayRun.asStrimzi(servers, Kustomize.render("overlays/prod"));

            try (KafkaProducer<String, String> producer = producer(servers)) {
                for (String topic : List.of(Backends.TOPIC, Backends.STORED_TOPIC)) {
                    assertDoesNotThrow(
                            () -> producer.send(new ProducerRecord<>(topic, "an event"))
                                    .get(),
                            topic);
                }
            }
        }
    }

    private static KafkaProducer<String, String> producer(TlsServers servers) {
        Map<String, String> environment = new HashMap<>();
        servers.addScram(environment, servers.authority());
        Properties settings = new Properties();
        environment.forEach((name, value) ->
                settings.put(name.replace("KAFKA_", "").replace('_', '.').toLowerCase(Locale.ROOT), value));
        settings.put("max.block.ms", "10000");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
