package dev.gengate.models;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that exists nowhere in the repository is put into the directory of two running replicas. */
@Tag("gate")
class NewModelIT {
    private static final Duration WHILE = Duration.ofSeconds(10);
    /** Until a change of a file holds on every replica. */
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private static final JsonNode FILE = Json.read(
            """
            {"model": "acme/dream", "kind": "video", "status": "live",
             "input": {"type": "object", "required": ["wish"], "additionalProperties": false,
               "properties": {"wish": {"type": "string", "maxLength": 20}, "seconds": {"type": "integer", "minimum": 1,
                 "maximum": 9, "default": 3}}},
             "result": {"urls": [{"at": "resultUrls[]", "kind": "video"}]},
             "price": {"unit": "second", "rates": {"": 2.5}, "quantity": [{"field": "seconds"}]}}""");

    private final KieSimulatorClient provider = Backends.provider();

    @TempDir
    Path directory;

    @Test
    void itsResultComesOutOnKafkaAndNoCodeChanged() throws IOException {
        provider.reset();
        provider.hasModel(FILE);
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_MODELS_DIRECTORY", directory.toString());
        environment.put("GATEWAY_MODELS_ENABLED", "default,acme/*");
        try (CompletedEvents events = CompletedEvents.open();
                PackagedGateway one = PackagedGateway.start(environment).awaitReady();
                PackagedGateway other = PackagedGateway.start(PackagedGateway.anotherReplica(environment))
                        .awaitReady()) {
            one.ads().get("/v1/models/acme/dream").then().statusCode(404);

            Files.writeString(directory.resolve("dream.json"), FILE.toString());

            for (PackagedGateway replica : List.of(one, other)) {
                await().atMost(WHILE).untilAsserted(() -> replica.ads()
                        .get("/v1/models/acme/dream")
                        .then()
                        .statusCode(200));
                GatewayCalls.submit(replica.ads(), "{\"model\":\"acme/dream\",\"input\":{\"wish\":7}}")
                        .statusCode(422)
                        .body("errors[0].pointer", equalTo("/input/wish"));
                String id = GatewayCalls.submit(
                                replica.ads().header("Prefer", "wait=20"),
                                "{\"model\":\"acme/dream\",\"input\":{\"wish\":\"to fly\"}}")
                        .statusCode(200)
                        .body("state", equalTo("succeeded"))
                        .body("price", equalTo(7.5f))
                        .body("input.seconds", equalTo(3))
                        .extract()
                        .path("id");
                await().atMost(WHILE).until(() -> events.eventsOf(id).size() == 1);
                JsonNode event = events.eventsOf(id).get(0).json();
                assertEquals("video", event.at("/results/0/kind").asText());
            }

            Files.writeString(directory.resolve("dream.json"), FILE.toString().replace("second\"", "s\""));
            await().atMost(PROMISED).untilAsserted(() -> {
                unit(one, "s");
                unit(other, "s");
            });

            Files.writeString(directory.resolve("dream.json"), "{");
            await().atMost(WHILE).untilAsserted(() -> one.ads()
                    .get("/v1/models")
                    .then()
                    .body("items.find { it.file == 'dream.json' }.fault", equalTo("is not JSON: line 1, column 2")));
            one.ads().get("/v1/models/acme/dream").then().statusCode(200);

            // the bad file is read once more at least
            Files.writeString(directory.resolve("other.json"), FILE.toString().replace("acme/dream", "acme/other"));
            await().atMost(WHILE)
                    .untilAsserted(
                            () -> one.ads().get("/v1/models/acme/other").then().statusCode(200));
            assertEquals(
                    1,
                    one.log().stream()
                            .filter(line ->
                                    line.path("message").asText().startsWith("model file dream.json is not used"))
                            .count());
        }
    }

    private static void unit(PackagedGateway replica, String unit) {
        replica.ads().get("/v1/models/acme/dream").then().body("price.unit", equalTo(unit));
    }
}
