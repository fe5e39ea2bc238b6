package dev.gengate.custody;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was made is copied into the store, one event says so, and its caller reads it there. */
@QuarkusTest
@TestProfile(Kept.class)
class CustodyTest extends KeptTests {
    @Inject
    CustodyStore custody;

    @Inject
    StoreOfResults store;

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
        String id = submitted(ads(), "{\"input\":{\"prompt\":\"four of them\",\"num_images\":\"4\"}}");

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
        ads().header("Range", "bytes=8-15")
                .header("If-Range", tag)
                .get(path)
                .then()
                .statusCode(206);
        ads().header("Range", "bytes=8-15")
                .header("If-Range", "\"another\"")
                .get(path)
                .then()
                .statusCode(200);
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

    /** A browser runs nothing of it, whatever it is. */
    @ParameterizedTest
    @CsvSource({"image/svg+xml, svg", "application/octet-stream, bin"})
    void whatCouldRunIsADownload(String type, String extension) throws Exception {
        String id = submitted("drawn");
        JsonNode stored = event(id).at("/results/0/stored");
        Path file = Path.of(URI.create(stored.path("uri").asText()));
        Files.copy(file, file.resolveSibling("1." + extension));
        ledger("update generation set images = replace(replace(images, '/" + id + "/1.png', '/" + id + "/1." + extension
                + "'), 'image/png', '" + type + "') where id = '" + id + "'");

        ads().get(stored.path("href").asText())
                .then()
                .statusCode(200)
                .contentType(type)
                .header("Content-Disposition", "attachment; filename=\"" + id + "-1." + extension + "\"")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void fileIsItsCallersAlone() {
        String path = event(submitted("not yours")).at("/results/0/stored/href").asText();

        as(Backends.SHOP_KEY).get(path).then().statusCode(404);
        given().get(Backends.gateway() + path).then().statusCode(401);
        as(Backends.OPS_KEY).get(path).then().statusCode(403);
        ads().get(path.replaceAll("1$", "2"))
                .then()
                .statusCode(404)
                .body("detail", equalTo("The generation has 1 result."));
        ads().get(path.replaceAll("1$", "0")).then().statusCode(404);
        ads().get(path + "e1").then().statusCode(404);
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

    /** Each try fetches as much as may be, and only another limit makes one succeed. */
    @Test
    void whatIsTooLargeIsTriedEachHour() {
        provider.set("resultBytes", 2_100_000);
        String id = submitted("large");
        await().until(() -> numberInLedger(
                        "select count(*) from custody where cause = 'too_large' and due_at between now() + interval '50 min'"
                                + " and now() + interval '1 hour' and generation_id = '" + id + "'")
                == 1);
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

    /** Nobody is sent to a link that leads nowhere. */
    @Test
    void whatIsNotStoredIsReadUntilItsLinkExpires() {
        String id = submitted("expired");
        event(id);
        ledger("update generation set images = '[{\"kind\":\"image\",\"expiresAt\":\"2026-01-02T10:00:00Z\","
                + "\"url\":\"https://a.example/1.png\"}]' where id = '" + id + "'");

        ads().redirects()
                .follow(false)
                .get("/v1/generations/" + id + "/results/1")
                .then()
                .statusCode(410)
                .body("detail", equalTo("The result is not stored, and its link expired at 2026-01-02T10:00:00Z."));
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

    /** However many replicas die before its turn comes, it is tried as soon as one that never was. */
    @Test
    void whatIsTakenAndNotTriedIsNoTryInVain() {
        UUID id = UUID.randomUUID();
        Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        ledger("insert into custody (generation_id, completed_at, due_at, expires_at) values ('" + id + "', now(), '"
                + later + "', 'infinity')");

        for (int deaths = 0; deaths < 3; deaths++) {
            var lease = new OutboxEntry.Lease(UUID.randomUUID(), later);
            assertEquals(1, custody.claim(later, lease, 1).await().atMost(SOON).size());
        }

        assertEquals(0, numberInLedger("select tries from custody where generation_id = '" + id + "'"));
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
        String id = submitted("not wanted");

        as(Backends.OPS_KEY).delete("/v1/generations/" + id).then().statusCode(200);

        assertEquals(1, numberInLedger("select count(*) from audit where action = 'cancel' and target = '" + id + "'"));
    }

    @Test
    void failuresHaveNothingToStore() {
        String id = submitted("[sim:fail] nothing");

        assertEquals("failed", events.awaitEventOf(id).outcome());
        assertEquals(0, custodyOf(id));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
