package dev.gengate.custody;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which event goes when the results of a generation are not stored in time, and what follows once they are. */
@QuarkusTest
@TestProfile(Kept.class)
class LateEventsTest extends KeptTests {
    private static final int LATE = 40;
    private static final String VARIANT = Kept.OWN_TOPIC.replace('.', '_');

    /** Generations of the caller with its own topic that are stored, and only that is to be told. */
    private static final String LATE_OF_SHOP = "with ended as ("
            + GenerationInsert.succeeded("now()")
                    .with("id", "('7f000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid")
                    .with("caller", "'shop'")
                    .rows("generate_series(1, " + LATE + ") n returning id)")
            + " insert into custody (generation_id, completed_at, due_at, expires_at, stored_at)"
            + " select id, now(), '-infinity', 'infinity', now() - interval '1 second' from ended";

    /** Stored twenty minutes ago, and its event has 20 kB. */
    private static final String LARGE = "with ended as ("
            + GenerationInsert.succeeded("now()")
                    .with("id", "'7f000000-0000-7000-8000-ffffffffffff'")
                    .with("metadata", "'{\"a\":\"' || repeat('a', 20000) || '\"}'")
                    .row()
            + " returning id) insert into custody (generation_id, completed_at, due_at, expires_at, stored_at)"
            + " select id, now(), '-infinity', 'infinity', now() - interval '20 minutes' from ended";

    @Inject
    CustodySweep sweepOfEvents;

    @Inject
    CustodyStore custody;

    @Inject
    CustodyLeases leases;

    /** The host fails longer than an event waits, and shorter than it keeps things. */
    @Test
    void whatIsStoredLateIsToldOnceMore() {
        String id = submitted("[sim:file-fails=2] late");

        JsonNode first = event(id);
        assertFalse(first.at("/results/0").has("stored"));
        ads().redirects()
                .follow(false)
                .get("/v1/generations/" + id + "/results/1")
                .then()
                .statusCode(307)
                .header("Location", startsWith(Backends.simulator().toString()));

        var later = storedEvents.awaitEventOf(id);
        assertEquals(id + ".stored", later.headers().get("ce_id"));
        assertEquals("dev.gengate.generation.stored.v1", later.headers().get("ce_type"));
        assertEquals(
                "urn:dev.gengate:schema:generation-stored:v1", later.headers().get("ce_dataschema"));
        assertEquals(id, later.headers().get("ce_partitionkey"));
        assertEquals("ads", later.headers().get("ce_caller"));
        assertTrue(later.json().at("/results/0/stored").has("sha256"));
        assertEquals("[]", storedSchemaViolations(later.json()));
        read(id).body("results[0].stored.mediaType", equalTo("image/png"));
        assertEquals(1, events.eventsOf(id).size());
        await().untilAsserted(() -> assertEquals(0, custodyOf(id)));
    }

    /** What comes beside it and is slow, or never comes, hides nothing. */
    @Test
    void eventNamesWhatIsStoredWhileTheHostOfWhatComesBesideItHangs() {
        String hangs = submitted("[sim:file-slow=60000] hangs");
        String cover = ended(hangs).extract().path("results[0].url");
        String id = submitted("a song");
        String song = event(id).at("/results/0/url").asText();
        await().until(() -> custodyOf(id) == 0);
        ledger("update generation set images = '[{\"kind\":\"image\",\"role\":\"cover\",\"url\":\"" + cover
                + "\"},{\"kind\":\"image\",\"url\":\"" + song + "\"}]' where id = '" + id + "'");
        ledger("insert into custody (generation_id, completed_at, due_at, tell_at, expires_at) values ('" + id
                + "', now(), '-infinity', now() + interval '3 seconds', now() + interval '1 hour')");

        JsonNode results = events.awaitEventsOf(id, 2).get(1).json().path("results");

        assertFalse(results.at("/0").has("stored"));
        assertTrue(results.at("/1/stored").has("sha256"), results::toString);
        assertEquals(1, custodyOf(id), "the rest is still copied");
    }

    /** They are as many as all threads of the pool that looks up hosts and asks the store, twice. */
    @Test
    void lateEventsGoToTheirCallersOwnTopicAndHoldUpNothingElseWhileItIsMissing() {
        KafkaTopics topics = new KafkaTopics(Backends.kafka());
        // a topic of whose name that of the missing one is a variant: the broker does not make it by itself
        topics.create(VARIANT);
        ledger(LATE_OF_SHOP);

        assertTrue(event(submitted("beside them")).at("/results/0/stored").isObject());
        Instant now = Instant.now();
        assertTrue(custody.waiting(now, now).await().atMost(SOON).oldestUntold() > 0);

        topics.change(admin -> admin.deleteTopics(List.of(VARIANT)).all());
        topics.create(Kept.OWN_TOPIC);
        try (CompletedEvents own = CompletedEvents.open(Backends.kafka(), Kept.OWN_TOPIC)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> own.all().size() == LATE);
            assertTrue(own.all().stream()
                    .allMatch(event -> "dev.gengate.generation.stored.v1".equals(event.header("ce_type"))));
        }
        assertTrue(storedEvents.all().stream().noneMatch(event -> event.key().startsWith("7f000000-")));
        await().until(() -> numberInLedger("select count(*) from custody where stored_at is not null") == 0);
        ledger("delete from generation where id > '7f000000-0000-7000-8000-000000000000'");
    }

    @Test
    void lateEventThatItsTopicDoesNotTakeWaitsAsLongAgainAsItHasWaited() {
        KafkaTopics topics = new KafkaTopics(Backends.kafka());
        topics.takes(Backends.STORED_TOPIC, 17_000);
        try {
            ledger(LARGE);

            await().atMost(SOON)
                    .until(() -> numberInLedger("select count(*) from custody where due_at between"
                                    + " now() + interval '15 minutes' and now() + interval '25 minutes'")
                            == 1);
        } finally {
            topics.takes(Backends.STORED_TOPIC, 1_048_588);
            ledger("delete from generation where id > '7f000000-0000-7000-8000-000000000000'");
        }
    }

    @Test
    void sizeThatTheTopicOfLateEventsTakesIsWatched() {
        assertTrue(given().get(Backends.management() + "/q/metrics")
                .asString()
                .contains("gateway_topic_max_message_bytes{topic=\"" + Backends.STORED_TOPIC + "\"}"));
    }

    /** However many have waited long enough, each goes now. */
    @Test
    void allEventsThatHaveWaitedGoAtOnce() {
        ledger(
                "insert into custody (generation_id, completed_at, due_at, tell_at, expires_at) select gen_random_uuid(),"
                        + " now(), 'infinity', now() + interval '1 hour', 'infinity' from generate_series(1, 2500)");
        ledger("update custody set tell_at = now() where due_at = 'infinity'");

        sweepOfEvents.tell().await().atMost(SOON);

        // the sweep of every second takes 256 of them
        long left = numberInLedger("select count(*) from custody where tell_at is not null and due_at = 'infinity'");
        assertTrue(left <= 256, () -> left + " still wait");
    }

    /** A replica that copies slowly and loses its lease changes nothing, and another one stores it. */
    @Test
    void whatAReplicaLeavesIsAnothers() {
        String id = submitted("[sim:file-slow=3000] left behind");
        ended(id);
        await().untilAsserted(() -> assertEquals(1, custodyOf(id)));

        ledger("update custody set holder = gen_random_uuid(), due_at = now() + interval '3 seconds' where"
                + " generation_id = '"
                + id + "'");

        storedEvents.awaitEventOf(id);
        assertEquals(1, events.eventsOf(id).size());
        assertEquals(1, storedEvents.eventsOf(id).size());
    }

    @Test
    void anEventThatWaitsForItsResultsIsNotReplayedWithoutThem() {
        String id = submitted("[sim:file-slow=3000] replayed too soon");
        await().until(() -> custodyOf(id) == 1);
        ledger("update custody set tell_at = now() + interval '1 minute' where generation_id = '" + id + "'");

        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(409);
        assertTrue(event(id).at("/results/0/stored").isObject());
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(200);
        assertTrue(events.awaitEventsOf(id, 2).stream()
                .allMatch(event -> event.json().at("/results/0/stored").isObject()));
    }

    /** A row that its replica does not remove is like that of one that was killed before it could. */
    @Test
    void lateEventOfAReplicaThatDiesIsAnothersOnceItsLeaseIsOver() {
        ledger("create function stays() returns trigger language plpgsql as $$ begin return null; end $$");
        ledger("create trigger stays before delete on custody for each row execute function stays()");
        try {
            String row = "from custody where generation_id = '" + submitted("[sim:file-slow=3000] not told") + "'";
            await().until(() -> numberInLedger("select count(*) " + row + " and stored_at is not null") == 1);

            assertEquals(1, numberInLedger("select count(*) " + row + " and due_at < now() + interval '25 seconds'"));
            custody.free(leases.holder(), Instant.now()).await().atMost(SOON);
            assertEquals(
                    1,
                    numberInLedger("select count(*) " + row + " and holder is not null"),
                    "nor earlier: a broker that stalls may still take it");
        } finally {
            ledger("drop function stays() cascade");
        }
    }

    private static String storedSchemaViolations(JsonNode event) {
        return EventSchema.closed("/schema/generation-stored.schema.json")
                .validate(event)
                .toString();
    }
}
