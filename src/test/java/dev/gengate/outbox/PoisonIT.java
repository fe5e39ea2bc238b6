package dev.gengate.outbox;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, an event that the topic has no room for and a row of which none can be made: all others come within two
 * seconds of their completion.
 */
@Tag("chaos")
class PoisonIT {
    private static final int GENERATIONS = 2_000;
    private static final List<String> CALLERS = List.of("ADS", "SHOP", "CARDS", "POSTERS");
    private static final long MOST_MILLIS = 2_000;
    /** What else the machine does counts against the gateway, and is over the next time. */
    private static final int TRIES = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String EMOJI = "\\ud83c\\udf05".repeat(5_000);

    /** Years old, and so to be purged but for what stands aside. */
    private static final String OLD = GenerationInsert.succeeded("'2022-04-06'")
            .with("id", "('01800000-0000-7000-8000-00000000000' || n)::uuid")
            .with("images", "case n when 1 then 'not json' else '[]' end")
            .rows("generate_series(1, 2) n");

    private static final String BROKEN = "01800000-0000-7000-8000-000000000001";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final KieSimulatorClient provider = Backends.provider();
    private static LocalKafka kafka;
    private static KafkaTopics topics;
    private static Map<String, String> environment;
    private static List<PackagedGateway> replicas;
    private static CompletedEvents events;

    @BeforeAll
    static void start() {
        provider.reset();
        kafka = LocalKafka.start(0);
        topics = new KafkaTopics(kafka.bootstrapServers());
        NewTopic topic = new NewTopic(Backends.TOPIC, 3, (short) 1)
                .configs(Map.of("max.message.bytes", "18000", "message.timestamp.type", "LogAppendTime"));
        topics.change(admin -> admin.createTopics(List.of(topic)).all());
        environment = PackagedGateway.environment(LocalPostgres.shared(), kafka.bootstrapServers());
        environment.put("GATEWAY_PACE_LIMIT", "5000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("GATEWAY_GAUGES_EVERY", "1S");
        environment.put("GATEWAY_RETENTION_EVERY", "1S");
        CALLERS.forEach(
                name -> environment.put("GATEWAY_CALLERS__" + name + "__KEY_SHA256", Backends.sha256(key(name))));
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "operator");
        PackagedGateway first = PackagedGateway.start(environment).awaitReady();
        replicas = new ArrayList<>(List.of(first, another()));
        events = CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC);
    }

    @AfterAll
    static void stop() {
        events.close();
        replicas.forEach(PackagedGateway::close);
        kafka.close();
    }

    @Test
    void everyOtherEventIsThereWithinSecondsOfItsCompletion() throws Exception {
        // the first event of a process waits for its classes and its connection
        events.awaitEventOf(submit(0, "ADS", "first of one replica"));
        events.awaitEventOf(submit(1, "ADS", "first of the other"));
        String large = submit(0, "ADS", EMOJI);
        execute(OLD);
        execute("insert into outbox (completed_at, due_at, generations) values ('2022-04-06', '2022-04-06', array['"
                + BROKEN + "']::uuid[])");

        long last = lastOfAll();
        for (int tried = 1; tried < TRIES && last > MOST_MILLIS; tried++) {
            last = lastOfAll();
        }

        assertTrue(last <= MOST_MILLIS, last + " ms");
        assertEquals(0, events.eventsOf(large).size());
        assertAside();
        assertReplayGoesPastThem();
        assertPublishedOnceThereIsRoom(large);
    }

    /** Milliseconds from its completion to the last event of so many generations. */
    private static long lastOfAll() throws InterruptedException, ExecutionException {
        Collection<String> others = submitAll();
        await().atMost(PATIENCE).until(() -> keys().containsAll(others));
        List<Long> delays = delays(others);
        long last = delays.get(delays.size() - 1);
        System.out.printf(
                "%d events: median %d ms, 99th %d ms, last %d ms after their completion%n",
                delays.size(), delays.get(delays.size() / 2), delays.get(delays.size() * 99 / 100), last);
        return last;
    }

    private static void assertAside() {
        await().atMost(PATIENCE).until(() -> number("select count(*) from dead_letter") == 2);
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from generation where id < '01900000-0000-7000-8000-000000000000'")
                        == 1);
        assertEquals(0, number("select count(*) from outbox where completed_at < now() - interval '10 seconds'"));
        assertEquals(1, sum("gateway_events_set_aside_total{cause=\"too_large\"}"));
        assertEquals(1, sum("gateway_events_set_aside_total{cause=\"not_made\"}"));
        assertEquals(0, sum("gateway_events_failed_total"));
        await().atMost(PATIENCE).until(() -> replicas.get(0).metrics().sum("gateway_dead_letters") == 2);
        await().atMost(PATIENCE)
                .until(() -> replicas.get(0).metrics().sum("gateway_topic_max_message_bytes") == 18_000);
    }

    private static void assertReplayGoesPastThem() {
        PackagedGateway gateway = replicas.get(1);
        int published = keys().size();
        String location = gateway.as(Backends.OPS_KEY)
                .body("{\"action\":\"replay\",\"reason\":\"all\",\"filter\":{\"from\":\"1970-01-01T00:00:00Z\"}}")
                .post("/v1/operations")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        await().atMost(PATIENCE).untilAsserted(() -> gateway.as(Backends.OPS_KEY)
                .get(location)
                .then()
                .body("state", equalTo("done"))
                .body("done", equalTo(published))
                .body("skipped", equalTo(2)));
    }

    /** By a restart: what else may have changed is the gateway's own configuration. */
    private static void assertPublishedOnceThereIsRoom(String large) {
        topics.takes(Backends.TOPIC, 262_144);
        execute("update dead_letter set due_at = now() + interval '6 hours'");
        replicas.remove(1).close();
        replicas.add(another());

        CompletedEvent event = events.awaitEventOf(large);

        assertNull(event.header("gateway_replay"));
        await().atMost(PATIENCE).until(() -> number("select count(*) from dead_letter") == 1);
    }

    private static Collection<String> submitAll() throws InterruptedException, ExecutionException {
        Collection<String> ids = ConcurrentHashMap.newKeySet();
        ExecutorService clients = Executors.newFixedThreadPool(CALLERS.size());
        List<Future<?>> all = new ArrayList<>();
        for (String caller : CALLERS) {
            all.add(clients.submit(() -> {
                for (int i = 0; i < GENERATIONS / CALLERS.size(); i++) {
                    ids.add(submit(i % 2, caller, "one of many " + i));
                }
            }));
        }
        for (Future<?> client : all) {
            client.get();
        }
        clients.shutdown();
        return ids;
    }

    /** By the JDK's client: REST Assured would take longer for so many than the gateway. */
    private static String submit(int replica, String caller, String prompt) {
        HttpRequest request = HttpRequest.newBuilder(replicas.get(replica).uri().resolve("/v1/generations"))
                .header("Authorization", "Bearer " + key(caller))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GatewayCalls.prompt(prompt)))
                .build();
        HttpResponse<String> answer =
                CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
        assertEquals(202, answer.statusCode(), answer.body());
        return Json.read(answer.body()).path("id").asText();
    }

    private static Set<String> keys() {
        return events.all().stream().map(CompletedEvent::key).collect(Collectors.toSet());
    }

    /** From the commit to the broker's own note of the time. */
    private static List<Long> delays(Collection<String> ids) {
        return events.all().stream()
                .filter(event -> ids.contains(event.key()))
                .map(event -> event.at()
                        - Instant.parse(event.json().path("completedAt").asText())
                                .toEpochMilli())
                .sorted()
                .toList();
    }

    private static double sum(String selector) {
        return replicas.stream()
                .mapToDouble(replica -> replica.metrics().sum(selector))
                .sum();
    }

    private static PackagedGateway another() {
        Map<String, String> another = PackagedGateway.anotherReplica(environment);
        another.put("GATEWAY_PUBLIC_URL", "http://localhost:" + another.get("QUARKUS_HTTP_PORT"));
        return PackagedGateway.start(another).awaitReady();
    }

    private static String key(String caller) {
        return "test-key-of-" + caller;
    }

    private static void execute(String sql) {
        LocalPostgres.shared().execute(environment.get("GATEWAY_DB_NAME"), sql);
    }

    private static long number(String sql) {
        return Ledger.of(environment).number(sql);
    }
}
