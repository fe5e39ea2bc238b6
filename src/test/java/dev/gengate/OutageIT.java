package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderTask;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka, PostgreSQL and the provider go away and come back; the gateway is not restarted. */
class OutageIT {
    /** So many submissions come while the database stands still, one every so often. */
    private static final int FROZEN_OUT = 12;

    private static final int EVERY_MILLIS = 300;

    private static final String SHOP_TOPIC = "shop.generations";

    private static LocalPostgres postgres;
    private static LocalKafka kafka;
    private static PackagedGateway gateway;
    private static String database;
    private static String first;
    private static String firstOfShop;
    private final KieSimulatorClient provider = Backends.provider();

    @BeforeAll
    static void startWithoutKafka() {
        postgres = LocalPostgres.start(0, Map.of());
        kafka = LocalKafka.start(0);
        kafka.stop();
        Map<String, String> environment = PackagedGateway.environment(postgres, kafka.bootstrapServers());
        environment.put("GATEWAY_RECONCILE_AFTER", "PT2S");
        environment.put("GATEWAY_PROVIDER_KIE_BREAKER_DELAY", "1S");
        environment.put("GATEWAY_CALLERS__SHOP__TOPIC", SHOP_TOPIC);
        environment.put("GATEWAY_CALLERS__SHOP__KEY_SHA256", Backends.sha256(Backends.SHOP_KEY));
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        database = environment.get("GATEWAY_DB_NAME");
        gateway = PackagedGateway.start(environment).awaitReady();
        refuseOneEventEach();
    }

    /** The broker was never there: no topic has taken an event yet, and each refuses its first. */
    private static void refuseOneEventEach() {
        first = gateway.succeeded("before the first broker");
        firstOfShop = gateway.as(Backends.SHOP_KEY)
                .header("Prefer", "wait=20")
                .body(GatewayCalls.prompt("before the first broker"))
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        List.of(Backends.TOPIC, SHOP_TOPIC).forEach(topic -> await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.output().contains("the topic " + topic + " takes no events")));
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
    void onceEachTopicHasRefusedItsFirstEventBothFollowWithoutARestart() {
        kafka.start();
        kafka.createTopic(Backends.TOPIC);
        kafka.createTopic(SHOP_TOPIC);
        try (CompletedEvents common = CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC);
                CompletedEvents own = CompletedEvents.open(kafka.bootstrapServers(), SHOP_TOPIC)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertEquals(1, common.eventsOf(first).size());
                assertEquals(1, own.eventsOf(firstOfShop).size());
            });
        }
    }

    @Test
    void withoutKafkaEverythingIsAcceptedAndTheEventsFollow() throws IOException {
        kafka.stop();
        String away = gateway.succeeded("while Kafka is away");
        String frozen;
        try (ServerSocket broker = new ServerSocket(kafkaPort())) {
            frozen =
                    gateway.succeeded("while Kafka takes connections and answers nothing, on " + broker.getLocalPort());
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

    private static int kafkaPort() {
        String servers = kafka.bootstrapServers();
        return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
    }

    @Test
    void withoutTheDatabaseNothingIsAcknowledgedAndItRecovers() {
        String silent = gateway.submitted("[sim:no-callback] answered while the database is away");
        ProviderTask task = provider.taskOf(silent);
        postgres.stop();
        try {
            assertNothingIsAcknowledged(task);
            GatewayCalls.callback(task.callBackUrl() + "x", provider.callbackBody(task.taskId()))
                    .then()
                    .statusCode(404);
            assertOutOfService();
        } finally {
            postgres.start();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.readiness() == 200);
        assertEquals(1, gateway.metrics().sum("gateway_ledger_up"));
        assertFalse(gateway.output().contains("Result is already complete"), "of Vert.x's pool, for each statement");

        String id = gateway.submitted("durable again");

        assertTrue(provider.requests().stream().anyMatch(request -> id.equals(request.generationId())));
        gateway.awaitSuccess(silent);
        assertEquals(List.of("submitting", "submitted", "succeeded"), gateway.transitions(silent), "polls are quiet");
    }

    @Test
    void databaseThatOnlyReadsTakesTheReplicaOutUntilItWritesAgain() {
        String silent = gateway.submitted("[sim:no-callback] answered while the database is read-only");
        ProviderTask task = provider.taskOf(silent);
        sessions("default_transaction_read_only = on");
        try {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(OutageIT::assertOutOfService);
            assertNothingIsAcknowledged(task);
        } finally {
            sessions("default_transaction_read_only = off");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.readiness() == 200);
        GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                .then()
                .statusCode(200);
        gateway.submitted("written again");
    }

    @Test
    void diskThatTakesNothingMoreTakesTheReplicaOut() {
        // a temporary file over the limit is refused as on a full disk: by an error of the same class
        sessions("temp_file_limit = '64kB'");
        try {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(OutageIT::assertOutOfService);
        } finally {
            sessions("temp_file_limit = -1");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.readiness() == 200);
    }

    private void assertNothingIsAcknowledged(ProviderTask task) {
        gateway.ads()
                .body(GatewayCalls.prompt("not durable"))
                .post("/v1/generations")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .time(lessThan(2_000L));
        GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .time(lessThan(2_000L));
    }

    /** A setting of every session from now on. */
    private static void sessions(String setting) {
        postgres.execute("postgres", "alter database " + database + " set " + setting);
        postgres.execute(
                "postgres",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    @Test
    void databaseThatStandsStillLeavesNothingOfWhatWasAnswered503() throws Exception {
        String silent = gateway.submitted("[sim:no-callback] answered while the database stands still");
        ProviderTask task = provider.taskOf(silent);
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(FROZEN_OUT);
        List<ScheduledFuture<Response>> answers = new ArrayList<>();
        postgres.freeze();
        try {
            for (int i = 0; i < FROZEN_OUT; i++) {
                int client = i;
                answers.add(clients.schedule(() -> frozenOut(client), i * EVERY_MILLIS, TimeUnit.MILLISECONDS));
            }
            GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                    .then()
                    .statusCode(503)
                    .time(lessThan(2_000L));
            for (ScheduledFuture<Response> answer : answers) {
                answer.get().then().statusCode(503).header("Retry-After", notNullValue());
                answer.get().then().time(lessThan(2_000L));
            }
        } finally {
            // the last ones have been given up just now; the statements of all of them are on their way
            postgres.thaw();
            clients.shutdown();
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.readiness() == 200);
        GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                .then()
                .statusCode(200);
        String after = gateway.succeeded("it goes on");
        assertEquals(1, provider.tasksOf(after).size());
        await().atMost(Duration.ofSeconds(10)).until(() -> statementsUnderWay() == 0);
        assertEquals(0, number("select count(*) from generation where input like '%frozen out%'"), "left behind");
        assertEquals(0, number("select count(*) from generation where state = 'submitting'"), "nobody sends them");
        frozenOut(0).then().statusCode(202).header("Idempotent-Replayed", nullValue());
    }

    /** Every other one with a key of its own. */
    private static Response frozenOut(int client) {
        RequestSpecification request =
                client % 2 == 0 ? gateway.ads().header("Idempotency-Key", "frozen-out-" + client) : gateway.ads();
        return request.body(GatewayCalls.prompt("frozen out " + client)).post("/v1/generations");
    }

    private static long statementsUnderWay() throws SQLException {
        return number("select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
                + " and datname = current_database()");
    }

    private static long number(String sql) {
        return Ledger.of(postgres, database).number(sql);
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
}
