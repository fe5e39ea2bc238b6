package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two callers with topics of their own: what is wrong with one topic holds up its own events, and only until it is mended. */
@Tag("gate")
class OwnTopicIT {
    private static final String WELL = "ads.generations";
    private static final String SICK = "shop.generations";
    private static final int EVENTS = 20;
    private static final Duration USUAL = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Waiting for the sick topic, and to be tried again now. */
    private static final String MANY_HELD =
            """
            with ended as (
                insert into generation (id, caller, fingerprint, model, input, metadata, priority, state, attempts, due_at,
                    deadline_at, images, resolved_by, created_at, completed_at)
                select gen_random_uuid(), 'shop', '', 'held', '{}', '{}', 1, 'succeeded', 1, now(), now(), '[]', 'callback',
                    now(), now() - interval '1 day'
                from generate_series(1, 20000)
                returning id, completed_at)
            insert into outbox (completed_at, due_at, generations, holder)
            select completed_at, now(), array[id], '00000000-0000-0000-0000-000000000000' from ended""";

    private static LocalKafka kafka;
    private static Admin admin;
    private static PackagedGateway gateway;
    private static CompletedEvents well;
    private static Ledger ledger;

    @BeforeAll
    static void start() {
        Backends.provider().reset();
        kafka = LocalKafka.start(Map.of(), LocalKafka.GUARDED);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        kafka.createTopic(WELL);
        kafka.createTopic(SICK);
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), kafka.bootstrapServers());
        environment.put("GATEWAY_CALLERS__ADS__TOPIC", WELL);
        environment.put("GATEWAY_CALLERS__SHOP__TOPIC", SICK);
        environment.put("GATEWAY_CALLERS__SHOP__KEY_SHA256", Backends.sha256(Backends.SHOP_KEY));
        environment.put("GATEWAY_CALLERS__SHOP__EVENTS_INPUT", "none");
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "read,operator");
        environment.put("GATEWAY_TOPIC_EVERY", "1S");
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        gateway = PackagedGateway.start(environment).awaitReady();
        ledger = Ledger.of(LocalPostgres.shared(), environment.get("GATEWAY_DB_NAME"));
        well = CompletedEvents.open(kafka.bootstrapServers(), WELL);
    }

    @AfterAll
    static void stop() {
        well.close();
        gateway.close();
        admin.close();
        kafka.close();
    }

    @Test
    void eventsOfACallerAreOnItsTopicAloneAndHoldNoInputWhereItWantsNone() {
        List<String> shop = succeeded(Backends.SHOP_KEY);
        List<String> ads = succeeded(Backends.ADS_KEY);

        try (CompletedEvents sick = CompletedEvents.open(kafka.bootstrapServers(), SICK)) {
            shop.forEach(
                    id -> assertTrue(sick.awaitEventOf(id).json().path("input").isNull()));
            ads.forEach(
                    id -> assertFalse(well.awaitEventOf(id).json().path("input").isNull()));
            assertTrue(sick.all().stream().map(CompletedEvent::key).noneMatch(ads::contains));
            CompletedEvent event = sick.awaitEventOf(shop.get(0));
            assertEquals("urn:dev.gengate:schema:generation-completed:v1", event.header("ce_dataschema"));
            assertEquals(event.key(), event.header("ce_partitionkey"));
            assertEquals("shop", event.header("ce_caller"));
        }
    }

    @Test
    void topicThatIsDeletedHoldsUpItsOwnEvents() {
        succeeded(Backends.SHOP_KEY);
        done(admin.deleteTopics(List.of(SICK)).all());

        List<String> waiting = othersGoOnWhile();
        holdIsSeen(true);
        replayOfAllSkips(waiting);

        kafka.createTopic(SICK);
        allArrive(waiting);
        holdIsSeen(false);
    }

    /** What the sick topic does not take is skipped, and nothing on the well one comes again for it. */
    private static void replayOfAllSkips(List<String> waiting) {
        Map<String, Long> before = countsOnWell();
        String operation = gateway.as(Backends.OPS_KEY)
                .body("{\"action\":\"replay\",\"reason\":\"all of them\",\"filter\":{\"state\":\"succeeded\"}}")
                .post("/v1/operations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().atMost(PATIENCE).until(() -> "done".equals(progress(operation, "state")));

        assertTrue(OwnTopicIT.<Integer>progress(operation, "skipped") >= waiting.size());
        countsOnWell().forEach((id, count) -> assertEquals(before.get(id) + 1, count));
    }

    @Test
    void topicThatIsDeniedHoldsUpItsOwnEvents() {
        AclBinding denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, SICK, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY));
        done(admin.createAcls(List.of(denied)).all());

        List<String> waiting = othersGoOnWhile();
        holdIsSeen(true);
        othersDoNotComeBehindManyThatAreDue();
        await().atMost(PATIENCE).untilAsserted(() -> gateway.as(Backends.SHOP_KEY)
                .get("/v1/generations/" + waiting.get(0) + "/timeline")
                .then()
                .body(
                        "items.find { it.event == 'event-waits' }.detail",
                        equalTo(SICK + ": TopicAuthorizationException")));

        done(admin.deleteAcls(List.of(denied.toFilter())).all());
        allArrive(waiting);
    }

    /** All older than what nothing holds up, which here no replica has yet. */
    private static void othersDoNotComeBehindManyThatAreDue() {
        String ads = succeeded(Backends.ADS_KEY).get(0);
        await().atMost(USUAL).until(() -> well.eventsOf(ads).size() == 1);

        ledger.execute(MANY_HELD);
        ledger.execute("insert into outbox (completed_at, due_at, generations) values (now(), now(), array['" + ads
                + "']::uuid[])");

        await().atMost(USUAL).until(() -> well.eventsOf(ads).size() == 2);
        ledger.execute("delete from outbox where completed_at < now() - interval '1 hour'");
        ledger.execute("delete from generation where model = 'held'");
    }

    @Test
    void topicThatTakesSmallRecordsAloneHoldsUpWhatIsLarger() {
        topicTakes(1_000);

        List<String> waiting = othersGoOnWhile();

        topicTakes(1_048_588);
        allArrive(waiting);
    }

    private static <T> T progress(String operation, String field) {
        return gateway.as(Backends.OPS_KEY)
                .get("/v1/operations/" + operation)
                .then()
                .statusCode(200)
                .extract()
                .path(field);
    }

    private static Map<String, Long> countsOnWell() {
        return well.all().stream().collect(Collectors.groupingBy(CompletedEvent::key, Collectors.counting()));
    }

    /** The events of the sick topic that wait, while each of the well one comes at once. */
    private static List<String> othersGoOnWhile() {
        List<String> waiting = succeeded(Backends.SHOP_KEY);
        for (int round = 0; round < 3; round++) {
            List<String> ads = succeeded(Backends.ADS_KEY);
            await().atMost(USUAL)
                    .until(() -> ads.stream().noneMatch(id -> well.eventsOf(id).isEmpty()));
        }
        assertEquals(waiting.size(), notPublished(waiting), "all of the sick topic are held");
        assertEquals(200, gateway.readiness());
        return waiting;
    }

    /** It says so, though what the producer had may wait there in silence. */
    private static void holdIsSeen(boolean held) {
        await().atMost(PATIENCE)
                .until(() -> gateway.metrics().sum("gateway_topic_held_seconds{topic=\"" + SICK + "\"}") > 0 == held);
        assertEquals(0, gateway.metrics().sum("gateway_topic_held_seconds{topic=\"" + WELL + "\"}"));
    }

    private static void allArrive(List<String> waiting) {
        try (CompletedEvents sick = CompletedEvents.open(kafka.bootstrapServers(), SICK)) {
            await().atMost(PATIENCE).until(() -> waiting.stream()
                    .noneMatch(id -> sick.eventsOf(id).isEmpty()));
            await().atMost(PATIENCE).until(() -> notPublished(waiting) == 0);
            waiting.forEach(id -> assertEquals(1, sick.eventsOf(id).size(), id));
        }
    }

    /** In the outbox, or set aside where the topic takes smaller ones. */
    private static long notPublished(List<String> ids) {
        String all = ids.stream().collect(Collectors.joining("','", "'", "'"));
        return ledger.number("select count(*) from (select unnest(generations) as id from outbox union"
                + " select generation_id from dead_letter) held where id in (" + all + ")");
    }

    private static void topicTakes(int bytes) {
        new KafkaTopics(kafka.bootstrapServers()).takes(SICK, bytes);
        await().atMost(PATIENCE)
                .until(() -> gateway.metrics().sum("gateway_topic_max_message_bytes{topic=\"" + SICK + "\"}") == bytes);
    }

    private static void done(KafkaFuture<?> change) {
        try {
            change.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All submitted before the first is waited for. */
    private static List<String> succeeded(String key) {
        List<String> ids = IntStream.range(0, EVENTS)
                .mapToObj(i -> gateway.as(key)
                        .body(GatewayCalls.prompt("number " + i + " " + "of many ".repeat(100)))
                        .post("/v1/generations")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("id"))
                .toList();
        ids.forEach(id -> gateway.as(key)
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .body("state", equalTo("succeeded")));
        return ids;
    }
}
