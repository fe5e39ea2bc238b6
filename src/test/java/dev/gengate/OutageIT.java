package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.support.Backends;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.GatewayCalls;
import dev.gengate.support.Json;
import dev.gengate.support.KieSimulatorClient;
import dev.gengate.support.LocalKafka;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.PackagedGateway;
import dev.gengate.support.ProviderTask;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka, PostgreSQL and the provider go away and come back; the gateway is not restarted. */
class OutageIT {
    private static LocalPostgres postgres;
    private static LocalKafka kafka;
    private static PackagedGateway gateway;
    private final KieSimulatorClient provider = Backends.provider();

    @BeforeAll
    static void startWithoutKafka() {
        postgres = LocalPostgres.start(0, Map.of());
        kafka = LocalKafka.start(0);
        kafka.stop();
        Map<String, String> environment = PackagedGateway.environment(postgres, kafka.bootstrapServers());
        environment.put("GATEWAY_RECONCILE_AFTER", "PT2S");
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        gateway = PackagedGateway.start(environment).awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void providerBehaves() {
        provider.reset();
    }

    @AfterEach
    void everythingIsBack() {
        kafka.start();
    }

    @Test
    void withoutKafkaEverythingIsAcceptedAndTheEventsFollow() throws IOException {
        kafka.stop();
        String away = succeeded("while Kafka is away");
        String frozen;
        try (ServerSocket broker = new ServerSocket(kafkaPort())) {
            frozen = succeeded("while Kafka takes connections and answers nothing, on " + broker.getLocalPort());
            assertEquals(200, gateway.readiness());
        }

        kafka.start();
        try (CompletedEvents events = CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertEquals(1, events.eventsOf(away).size());
                assertEquals(1, events.eventsOf(frozen).size());
            });
        }
    }

    private static String succeeded(String prompt) {
        return gateway.ads()
                .header("Prefer", "wait=20")
                .body(GatewayCalls.prompt(prompt))
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"))
                .extract()
                .path("id");
    }

    private static int kafkaPort() {
        String servers = kafka.bootstrapServers();
        return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
    }

    @Test
    void withoutTheDatabaseNothingIsAcknowledgedAndItRecovers() {
        String silent = submitted("[sim:no-callback] answered while the database is away");
        ProviderTask task = provider.taskOf(silent);
        postgres.stop();
        try {
            gateway.ads()
                    .body(GatewayCalls.prompt("not durable"))
                    .post("/v1/generations")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue())
                    .time(lessThan(3_000L));
            GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .time(lessThan(3_000L));
            GatewayCalls.callback(task.callBackUrl() + "x", provider.callbackBody(task.taskId()))
                    .then()
                    .statusCode(404);
            assertOutOfService();
        } finally {
            postgres.start();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.readiness() == 200);
        assertEquals(1, gateway.metrics().sum("gateway_ledger_up"));

        String id = submitted("durable again");

        assertTrue(provider.requests().stream().anyMatch(request -> id.equals(request.generationId())));
        gateway.ads()
                .header("Prefer", "wait=30")
                .get("/v1/generations/" + silent)
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"));
        assertEquals(List.of("submitting", "submitted", "succeeded"), gateway.transitions(silent), "polls are quiet");
    }

    /** Nothing is sent to this replica, which is not restarted for it; and nobody learns where its database is. */
    private static void assertOutOfService() {
        assertEquals(503, gateway.readiness());
        assertEquals(200, gateway.health("live").statusCode());
        assertEquals(200, gateway.health("started").statusCode());
        assertEquals(0, gateway.metrics().sum("gateway_ledger_up"), "what the alert asks for, without any request");
        JsonNode ready = Json.read(gateway.health("ready").asString());
        ready.path("checks").forEach(check -> assertEquals(Set.of("name", "status"), names(check)));
        assertTrue(ready.toString().contains("{\"name\":\"ledger\",\"status\":\"DOWN\"}"), ready::toString);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void withoutTheProviderSubmissionsQueueAndGoOutWhenItIsBack() {
        provider.becomesUnavailable();
        // 503 is ambiguous by the provider's page, so the first ones are unconfirmed until the breaker opens
        await().atMost(Duration.ofSeconds(60)).until(() -> "queued"
                .equals(gateway.ads()
                        .body(GatewayCalls.prompt("while the provider is away"))
                        .post("/v1/generations")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("state")));

        provider.comesBack();

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> gateway.ads()
                .queryParam("state", "queued")
                .get("/v1/generations")
                .then()
                .body("items.size()", equalTo(0)));
        assertEquals(0, provider.paidTwice().size());
    }

    private static String submitted(String prompt) {
        return gateway.ads()
                .body(GatewayCalls.prompt(prompt))
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }
}
