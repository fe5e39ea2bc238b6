package dev.gengate.custody;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was made is in the store, and one event says so; or the event goes first and another one follows. */
@QuarkusTest
@TestProfile(Kept.class)
class CustodyTest extends KeptTests {
    private static final int LATE = 40;
    /** Generations of the caller with its own topic that are stored, and only that is to be told. */
    private static final String LATE_OF_SHOP =
            """
            with ended as (
                insert into generation (id, caller, fingerprint, model, input, metadata, priority, state, attempts, due_at,
                    deadline_at, images, resolved_by, created_at, completed_at)
                select ('7f000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'shop', '', 'm', '{}', '{}', 1,
                    'succeeded', 1, now(), now(), '[]', 'callback', now(), now()
                from generate_series(1, %d) n
                returning id)
            insert into custody (generation_id, completed_at, due_at, expires_at, stored_at)
            select id, now(), '-infinity', 'infinity', now() - interval '1 second' from ended"""
                    .formatted(LATE);

    private static CompletedEvents storedEvents;

    @Inject
    CustodySweep sweepOfEvents;

    @Inject
    CustodyStore custody;

    @Inject
    CustodyLeases leases;

    @Inject
    StoreOfResults store;

    @BeforeAll
    static void connectToTheOtherTopic() {
        storedEvents = CompletedEvents.open(Backends.kafka(), Backends.STORED_TOPIC);
    }

    @AfterAll
    static void disconnectFromIt() {
        storedEvents.close();
    }

    @Test
    void oneEventNamesWhatIsStoredAndItIsThereWhole() throws Exception {
        String id = submitted("a stored lighthouse");

        JsonNode stored = event(id).at("/results/0/stored");

        Path file = Path.of(URI.create(stored.path("uri").asText()));
        assertTrue(file.startsWith(Kept.DIRECTORY), file::toString);
        assertEquals(sha256(Files.readAllBytes(file)), stored.path("sha256").asText());
        assertEquals(Files.size(file), stored.path("bytes").asLong());
        assertEquals("image/png", stored.path("mediaType").asText());
        assertEquals(512, stored.path("width").asInt());
        assertEquals("/v1/generations/" + id + "/results/1", stored.path("href").asText());
        ended(id).body("results[0].stored.sha256", equalTo(stored.path("sha256").asText()));
        assertEquals(1, events.eventsOf(id).size());
        await().untilAsserted(() -> assertEquals(0, custodyOf(id)));
    }

    /** The host refuses what libraries call themselves, as the provider's does. */
    @Test
    void hostWantsAnAgentThatIsNoLibrarys() {
        String url = event(submitted("whose agent")).at("/results/0/url").asText();

        given().get(url).then().statusCode(403);
        given().header("User-Agent", "generation-gateway").get(url).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"mp4, video/mp4", "mp3, audio/mpeg"})
    void filmsAndSoundsAreStoredAsWhatTheyAre(String extension, String type) {
        String id = submitted("not a picture");
        String url = event(id).at("/results/0/url").asText().replace("png", extension);
        ledger("update generation set images = '[{\"kind\":\"file\",\"url\":\"" + url + "\"}]' where id = '" + id
                + "'");
        ledger("insert into custody (generation_id, completed_at, due_at, expires_at) values ('" + id
                + "', now(), '-infinity', now() + interval '1 hour')");

        JsonNode stored = storedEvents.awaitEventOf(id).json().at("/results/0/stored");
        assertEquals(type, stored.path("mediaType").asText());
        ads().get(stored.path("href").asText()).then().statusCode(200).contentType(type);
    }

    @Test
    void severalResultsAreOneEvent() {
        String id = submit("{\"input\":{\"prompt\":\"four of them\",\"num_images\":\"4\"}}")
                .extract()
                .path("id");

        JsonNode results = event(id).path("results");

        assertEquals(4, results.size());
        results.forEach(result -> assertTrue(result.path("stored").has("sha256")));
    }

    @Test
    void fileIsReadByItsCallerInPartsAndIfItChanged() throws Exception {
        String id = submitted("read back");
        JsonNode stored = event(id).at("/results/0/stored");
        byte[] file = Files.readAllBytes(Path.of(URI.create(stored.path("uri").asText())));
        String path = stored.path("href").asText();
        String tag = "\"" + stored.path("sha256").asText() + "\"";

        byte[] whole = ads().get(path)
                .then()
                .statusCode(200)
                .header("ETag", tag)
                .header("Content-Type", "image/png")
                .header("Content-Length", Integer.toString(file.length))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "inline; filename=\"" + id + "-1.png\"")
                .extract()
                .asByteArray();
        assertArrayEquals(file, whole);
        byte[] part = ads().header("Range", "bytes=8-15")
                .get(path)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 8-15/" + file.length)
                .extract()
                .asByteArray();
        assertArrayEquals(Arrays.copyOfRange(file, 8, 16), part);
        ads().header("Range", "bytes=-4").get(path).then().statusCode(206).header("Content-Length", "4");
        ads().header("Range", "bytes=9-2").get(path).then().statusCode(200);
        ads().header("Range", "bytes=" + file.length + "-")
                .get(path)
                .then()
                .statusCode(416)
                .header("Content-Range", "bytes */" + file.length);
        ads().header("If-None-Match", tag).get(path).then().statusCode(304);
        ads().head(path).then().statusCode(200).header("ETag", tag);
    }

    @Test
    void fileIsItsCallersAlone() {
        String path = event(submitted("not yours")).at("/results/0/stored/href").asText();

        as(Backends.SHOP_KEY).get(path).then().statusCode(404);
        given().get(Backends.gateway() + path).then().statusCode(401);
        as(Backends.OPS_KEY).get(path).then().statusCode(403);
        ads().get(path.replaceAll("1$", "2")).then().statusCode(404);
        ads().get(path.replaceAll("1$", "0")).then().statusCode(404);
        ads().get(path + "e1").then().statusCode(404);
    }

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
        assertTrue(later.json().at("/results/0/stored").has("sha256"));
        assertEquals("[]", storedSchemaViolations(later.json()));
        read(id).body("results[0].stored.mediaType", equalTo("image/png"));
        assertEquals(1, events.eventsOf(id).size());
        await().untilAsserted(() -> assertEquals(0, custodyOf(id)));
    }

    /** They are as many as all threads of the pool that looks up hosts and asks the store, twice. */
    @Test
    void lateEventsGoToTheirCallersOwnTopicAndHoldUpNothingElseWhileItIsMissing() {
        ledger(LATE_OF_SHOP);

        assertTrue(event(submitted("beside them")).at("/results/0/stored").isObject());
        Instant now = Instant.now();
        assertTrue(custody.waiting(now, now).await().atMost(SOON).oldestUntold() > 0);

        LocalKafka.shared().createTopic(Kept.OWN_TOPIC);
        try (CompletedEvents own = CompletedEvents.open(Backends.kafka(), Kept.OWN_TOPIC)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> own.all().size() == LATE);
            assertTrue(own.all().stream()
                    .allMatch(event -> "dev.gengate.generation.stored.v1".equals(event.header("ce_type"))));
        }
        assertTrue(storedEvents.all().stream().noneMatch(event -> event.key().startsWith("7f000000-")));
        await().until(() -> numberInLedger("select count(*) from custody where stored_at is not null") == 0);
        ledger("delete from generation where id > '7f000000-0000-7000-8000-000000000000'");
    }

    @ParameterizedTest
    @CsvSource({
        "file-torn, torn",
        "file-page=1, type",
        "file-gone=3, gone",
        "file-slow=5000, timeout",
    })
    void whatFailsIsCountedByItsCause(String fault, String cause) {
        String counter = "gateway_custody_failed_total{cause=\"" + cause + "\"}";
        double before = scrape().sum(counter);

        String id = submitted("[sim:" + fault + "] counted");

        event(id);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertTrue(scrape().sum(counter) > before));
        ledger("delete from custody where generation_id = '" + id + "'");
    }

    /** More than there are places: those of others stay free for what has not failed. */
    @Test
    void resultsWhoseHostHangsHoldUpNoOthers() {
        List<String> ids = IntStream.range(0, 8)
                .mapToObj(i -> submitted("[sim:file-slow=60000] hangs"))
                .toList();
        ids.forEach(this::event);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> numberInLedger("select count(*) from custody where cause = 'timeout'") == 8);

        ledger("update custody set due_at = '-infinity', holder = null");
        await().until(() -> numberInLedger("select count(*) from custody where holder is not null") >= 4);

        String beside = submitted("beside them");
        event(beside);
        await().until(() -> numberInLedger("select count(*) from custody where generation_id = '" + beside + "'") == 0);
        assertEquals(
                8, numberInLedger("select count(*) from custody where cause = 'timeout'"), "the others still wait");
    }

    /** Given up after the configured time, and somebody is told while a sixth of it is left. */
    @Test
    void whatIsNearlyLostIsShown() {
        String id = submitted("[sim:file-gone] given up in ten hours");
        event(id);
        String row = " where generation_id = '" + id + "'";
        assertEquals(
                1,
                numberInLedger("select count(*) from custody" + row
                        + " and expires_at - completed_at between interval '9 hours' and interval '11 hours'"));

        assertEquals(0, nearlyLost());
        ledger("update custody set expires_at = now() + interval '2 hours'" + row);
        assertEquals(0, nearlyLost());
        ledger("update custody set expires_at = now() + interval '1 hour'" + row);
        assertEquals(1, nearlyLost());
    }

    private long nearlyLost() {
        Instant now = Instant.now();
        return custody.waiting(now, now.plus(store.lastHours()))
                .await()
                .atMost(SOON)
                .nearlyLost();
    }

    @Test
    void whatIsNeverStoredIsLostAndSaidSo() {
        double before = scrape().sum("gateway_custody_lost_total");
        String id = submitted("[sim:file-gone] lost");
        event(id);

        ledger("update custody set expires_at = now(), due_at = '-infinity', holder = null where generation_id = '" + id
                + "'");

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertEquals(0, custodyOf(id)));
        read(id).body("results[0].lost", equalTo(true));
        ads().get("/v1/generations/" + id + "/results/1").then().statusCode(410);
        await().untilAsserted(() -> assertEquals(before + 1, scrape().sum("gateway_custody_lost_total")));
        assertEquals(1, events.eventsOf(id).size());
    }

    /** What no URI may hold as it is: it is the provider's name, and a redirect needs one that every client takes. */
    @Test
    void oddAddressOfTheProviderIsEscaped() {
        String id = submitted("odd");
        event(id);
        ledger(
                "update generation set images = '[{\"kind\":\"image\",\"url\":\"https://a.example/f|1.png\"}]' where id = '"
                        + id + "'");

        ads().redirects()
                .follow(false)
                .get("/v1/generations/" + id + "/results/1")
                .then()
                .statusCode(307)
                .header("Location", "https://a.example/f%7C1.png");
    }

    /** Nobody mends it in time: it is not tried for ever. */
    @Test
    void whatCannotBeReadIsLostInTheEnd() {
        double before = scrape().sum("gateway_custody_lost_total");
        String id = submitted("[sim:file-gone] spoilt");
        event(id);
        ledger("update generation set images = '{}' where id = '" + id + "'");
        ads().get("/v1/generations/" + id + "/results/1").then().statusCode(410);

        ledger("update custody set expires_at = now(), due_at = '-infinity', holder = null where generation_id = '" + id
                + "'");

        await().atMost(SOON).untilAsserted(() -> assertEquals(0, custodyOf(id)));
        await().untilAsserted(() -> assertEquals(before + 1, scrape().sum("gateway_custody_lost_total")));
        ledger("delete from generation where id = '" + id + "'");
    }

    /** Its row is all that knows of its event. */
    @Test
    void whatIsNotToldIsNotGivenUp() {
        UUID id = UUID.randomUUID();
        UUID holder = UUID.randomUUID();
        ledger("insert into custody (generation_id, completed_at, due_at, tell_at, expires_at, holder) values ('" + id
                + "', now(), 'infinity', now() + interval '1 hour', now(), '" + holder + "')");

        assertEquals(0, custody.giveUp(List.of(id), holder).await().atMost(SOON));
        ledger("update custody set tell_at = null where generation_id = '" + id + "'");
        assertEquals(1, custody.giveUp(List.of(id), holder).await().atMost(SOON));
        assertEquals(0, custodyOf(id.toString()));
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

    /** Whoever copies slowly and loses its lease changes nothing, and another one stores it. */
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
    void linkThatHasDiedIsAskedForAgain() {
        String id = submitted("[sim:file-expired] dead link");

        assertTrue(event(id).at("/results/0/stored").has("sha256"));
    }

    /** Nor does the provider give another one for it: only the task's record knows where the file is now. */
    @Test
    void linkThatHasDiedForGoodIsReadFromTheTasksRecord() {
        String id = submitted("[sim:file-fails=2] moved");
        String row = " where generation_id = '" + id + "'";
        await().until(() -> numberInLedger("select count(*) from custody" + row + " and cause = 'status'") == 1);

        ledger("update generation set images = replace(images, '/f/', '/f/moved/') where id = '" + id + "'");
        ledger("update custody set due_at = '-infinity', holder = null" + row);

        assertTrue(storedEvents.awaitEventOf(id).json().at("/results/0/stored").has("sha256"));
        read(id).body("results[0].url", containsString("/f/moved/"));
    }

    @Test
    void operatorsCancellationIsInTheAuditWhereResultsAreStoredToo() {
        holdTheQueue();
        String id = submit(prompt("not wanted")).extract().path("id");

        as(Backends.OPS_KEY).delete("/v1/generations/" + id).then().statusCode(200);

        assertEquals(1, numberInLedger("select count(*) from audit where action = 'cancel' and target = '" + id + "'"));
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

    @Test
    void failuresHaveNothingToStore() {
        String id = submitted("[sim:fail] nothing");

        assertEquals("failed", events.awaitEventOf(id).outcome());
        assertEquals(0, custodyOf(id));
    }

    private static String storedSchemaViolations(JsonNode event) {
        return EventSchema.closed("/schema/generation-stored.schema.json")
                .validate(event)
                .toString();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
