package dev.gengate.files;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static dev.gengate.support.GatewaySockets.connected;
import static dev.gengate.support.GatewaySockets.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.models.EveryModelTest;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.SigV4;
import dev.gengate.support.GatewayTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads, here to the provider's own: no store that signs is configured. Their caller alone can name them. */
@QuarkusTest
@TestProfile(EveryModelTest.All.class)
class FilesTest extends GatewayTest {
    private static final int MOST_BYTES = 3_000_000;
    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    private static final String MP4 = "\0\0\0\u0018ftypisom";
    private static final String UNKNOWN = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final String NOT_YOURS = "must be file:{id} of a file of yours that is still kept";

    @Inject
    MeterRegistry metrics;

    /** Larger than any other body may be, so that it can only have been streamed. */
    @Test
    void uploadedFileStandsForItsUrl() {
        byte[] file = file(PNG, 2_700_000);

        ExtractableResponse<?> uploaded = upload(ads(), file)
                .statusCode(201)
                .body("bytes", equalTo(file.length))
                .body("mediaType", equalTo("image/png"))
                .body("sha256", equalTo(HexFormat.of().formatHex(SigV4.sha256(file))))
                .extract();
        String reference = uploaded.path("id");
        Duration left = Duration.between(Instant.now(), Instant.parse(uploaded.path("expiresAt")));
        assertTrue(left.compareTo(Duration.ofHours(23)) <= 0, "an hour less than the provider keeps it");
        String edited = submitted(ads().header("Idempotency-Key", reference), edit(reference));

        String url = sent(edited);
        byte[] read = given().get(url).then().statusCode(200).extract().asByteArray();
        assertArrayEquals(file, read);
        ended(edited).body("state", equalTo("succeeded")).body("input.image_urls[0]", equalTo(reference));
        assertEquals(
                reference,
                events.awaitEventOf(edited).json().at("/input/image_urls/0").asText());
        submit(ads().header("Idempotency-Key", reference), edit(reference))
                .statusCode(202)
                .body("id", equalTo(edited));
    }

    @Test
    void fileIsItsCallersAlone() {
        String location =
                upload(ads(), file(PNG, 100)).statusCode(201).extract().header("Location");
        String id = id(location);

        ads().get(location).then().statusCode(200).body("id", equalTo("file:" + id));
        as(Backends.SHOP_KEY).get(location).then().statusCode(404);
        as(Backends.SHOP_KEY).delete(location).then().statusCode(404);
        as(Backends.OPS_KEY).get(location).then().statusCode(403);
        ads().get("/v1/files/" + UNKNOWN).then().statusCode(404);
        ads().get("/v1/files/no-id").then().statusCode(404);
        ads().delete(location).then().statusCode(204);
        ads().get(location).then().statusCode(404);
        ads().delete(location).then().statusCode(404);
        assertEquals(0, numberInLedger("select count(*) from file where id = '" + id + "'"));
    }

    @Test
    void foreignUnknownAndExpiredOnesLookAlike() {
        String foreign = upload(as(Backends.SHOP_KEY), file(PNG, 100))
                .statusCode(201)
                .extract()
                .path("id");
        String expired = uploaded(file(PNG, 100));
        ledger("update file set expires_at = now() where id = '" + expired.substring(5) + "'");

        for (String reference : List.of(foreign, expired, "file:" + UNKNOWN)) {
            submit(edit(reference))
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/input/image_urls/0"))
                    .body("errors[0].detail", equalTo(NOT_YOURS));
            ads().contentType("application/json")
                    .body(edit(reference))
                    .post("/v1/quotes")
                    .then()
                    .statusCode(422);
        }
    }

    @Test
    void modelTakesTheKindThatItsFileSays() {
        String film = uploaded(file(MP4, 100));

        submit(edit(film))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/input/image_urls/0"))
                .body("errors[0].detail", equalTo("takes image, and this file is video/mp4"));
        submit(edit(uploaded(file("GIF89a", 100))))
                .statusCode(422)
                .body(
                        "errors[0].detail",
                        equalTo("takes image/jpeg, image/png, image/webp, and this file is image/gif"));
    }

    /** Some models take Matroska and no WebM, which begin alike. */
    @ParameterizedTest
    @CsvSource({"\u0084webm, video/webm, 422", "\u0088matroska, video/x-matroska, 202"})
    void matroskaIsNoWebm(String docType, String type, int status) {
        String film = upload(ads(), file("\u001aE\u00df\u00a3\u00a3B\u0082" + docType, 100))
                .statusCode(201)
                .body("mediaType", equalTo(type))
                .extract()
                .path("id");

        submit("{\"model\":\"topaz/video-upscale\",\"input\":{\"video_url\":\"" + film + "\"}}")
                .statusCode(status);
    }

    /** Its first bytes are those of a film: its caller alone knows that there is none in it. */
    @ParameterizedTest
    @CsvSource({"audio/x-m4a, audio/mp4", "'Audio/MP4; codecs=mp4a.40.2', audio/mp4", "video/mp4, video/mp4"})
    void soundInAContainerOfFilmsIsAudioWhereItsCallerSaysSo(String declared, String type) {
        String recording = ads().header("Content-Type", declared)
                .body(file(MP4, 100))
                .post("/v1/files")
                .then()
                .statusCode(201)
                .body("mediaType", equalTo(type))
                .extract()
                .path("id");
        String speech = "{\"model\":\"infinitalk/from-audio\",\"input\":{\"prompt\":\"x\","
                + "\"image_url\":\"https://a.example/1.png\",\"audio_url\":\"" + recording + "\"}}";

        submit(speech).statusCode(type.equals("audio/mp4") ? 202 : 422);
    }

    /** Nobody knows then where in the input its file stands: the provider would get the reference as it is. */
    @Test
    void generationWhoseModelIsNotKnownAnyMoreWaitsAside() {
        holdTheQueue();
        String id = submitted(ads(), edit(uploaded(file(PNG, 100))));
        ledger("update generation set model = 'gone/model' where id = '" + id + "'");
        releaseTheQueue();

        await().until(() -> numberInLedger("select priority from generation where id = '" + id + "'") >= 10);
        assertEquals(0, provider.requestsOf(id).size());
        ledger("update generation set model = 'google/nano-banana-edit', aside_since = '-infinity' where id = '" + id
                + "'");

        ended(id).body("state", equalTo("succeeded"));
    }

    /** Paid for is nothing then. */
    @Test
    void generationWhoseFileIsGoneBeforeItIsSentFails() {
        String reference = uploaded(file(PNG, 100));
        holdTheQueue();
        String id = submitted(ads(), edit(reference));
        ads().delete("/v1/files/" + reference.substring(5)).then().statusCode(204);
        releaseTheQueue();

        ended(id).body("state", equalTo("failed")).body("failure.code", equalTo("file_gone"));
        assertTrue(provider.requests().stream()
                .noneMatch(request -> request.generationId().toString().equals(id)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <!DOCTYPE html><script>alert(1)</script>      | 415 | not-media
            <svg xmlns='http://www.w3.org/2000/svg'/>     | 415 | not-media
            {"no": "picture"}                             | 415 | not-media
            \u001f\u008b packed                           | 415 | not-media
            --x\\r\\nContent-Disposition: form-data       | 415 | not-media
            \u0001\u0002\u0003\u0004 whatever that may be | 415 | not-media
            ''                                            | 400 | bad-request
            """)
    void whatIsNoMediumIsRefusedWhateverItSaysItIs(String bytes, int status, String problem) {
        ads().contentType("image/png")
                .body(bytes.getBytes(ISO_8859_1))
                .post("/v1/files")
                .then()
                .statusCode(status)
                .body("type", equalTo("urn:gengate:problem:" + problem));
    }

    @Test
    void encodedFileIsNoMediumEither() {
        upload(ads().header("Content-Encoding", "gzip"), file(PNG, 100))
                .statusCode(415)
                .body("type", equalTo("urn:gengate:problem:not-media"))
                .body("detail", equalTo("A body must not have a Content-Encoding."));
    }

    @Test
    void whatIsTooLargeIsRefusedAnnouncedOrNot() throws IOException {
        upload(ads(), file(PNG, MOST_BYTES)).statusCode(201);
        upload(ads(), file(PNG, MOST_BYTES + 1))
                .statusCode(413)
                .body("detail", equalTo("A file may have 3000000 bytes at most."));

        try (Socket endless = head("Transfer-Encoding: chunked")) {
            send(endless, "400000\r\n" + new String(file(PNG, MOST_BYTES + 10), ISO_8859_1));
            assertTrue(answer(endless).startsWith("HTTP/1.1 413 "));
        }
    }

    @ParameterizedTest
    @CsvSource({"refused,422", "503,503", "reset,503", "garbage,503"})
    void whatTheProviderDoesNotTakeIsNotThere(String misbehaviour, int status) {
        long before = numberInLedger("select count(*) from file");
        provider.set("uploads", misbehaviour);

        upload(ads(), file(PNG, 100)).statusCode(status);

        assertEquals(before, numberInLedger("select count(*) from file"));
    }

    /** Less than was announced, and a body that never ends: nobody has anything of either. */
    @Test
    void uploadThatBreaksOffLeavesNothing() throws IOException {
        double broken = brokenOff();
        long rows = numberInLedger("select count(*) from file");
        List<String> before = atTheProvider();

        head("Content-Length: 100000", file(PNG, 50_000)).close();
        try (Socket dripping = head("Content-Length: 100000", file(PNG, 50_000))) {
            assertEquals("", answer(dripping));
        }
        try (Socket silent = head("Content-Length: 100000", file(PNG, 5))) {
            assertEquals("", answer(silent));
        }

        upload(ads(), file(PNG, 100)).statusCode(201);
        await().atMost(Duration.ofSeconds(5)).until(() -> brokenOff() == broken + 3);
        assertEquals(rows + 1, numberInLedger("select count(*) from file"));
        assertEquals(before.size() + 1, atTheProvider().size());
    }

    /** One that holds all places that it can get leaves the others theirs. */
    @Test
    void dripOfOneCallerStopsNoOther() throws IOException {
        try (Socket first = head("Content-Length: 100000", file(PNG, 5_000));
                Socket second = head("Content-Length: 100000", file(PNG, 5_000))) {
            ValidatableResponse third = upload(ads(), file(PNG, 100));
            third.statusCode(503).header("Retry-After", "5");
            upload(as(Backends.SHOP_KEY), file(PNG, 100)).statusCode(201);
            assertEquals("", answer(first));
            assertEquals("", answer(second));
        }
        upload(ads(), file(PNG, 100)).statusCode(201);
    }

    /** What a store has to hold of one caller is bounded, however small its files; the others have theirs. */
    @Test
    void callerThatKeepsAsMuchAsItMayWaitsUntilSomeOfItGoes() {
        kept(1, 10_500_000_000L, "1 day");
        kept(1_000, 1, "90 seconds");
        int seconds = Integer.parseInt(upload(as(Backends.SHOP_KEY), file(PNG, 100))
                .statusCode(429)
                .body("type", equalTo("urn:gengate:problem:files-full"))
                .extract()
                .header("Retry-After"));
        assertTrue(seconds > 60 && seconds <= 90, seconds + " s");
        upload(ads(), file(PNG, 100)).statusCode(201);

        ledger("delete from file where bytes = 1");
        upload(as(Backends.SHOP_KEY), file(PNG, 100)).statusCode(201);
        ledger("delete from file where bytes = 10500000000");
    }

    private static void kept(int files, long bytes, String goesIn) {
        ledger("insert into file select gen_random_uuid(), 'shop', 'image/png', " + bytes
                + ", '', null, 'https://a.example', 'there', now(), now(), now() + interval '" + goesIn
                + "' from generate_series(1, " + files + ")");
    }

    private double brokenOff() {
        return metrics.counter(FileMetrics.UPLOADS, "outcome", "broken_off").count();
    }

    private static byte[] file(String start, int length) {
        byte[] file = new byte[length];
        new Random(length).nextBytes(file);
        byte[] first = start.getBytes(ISO_8859_1);
        System.arraycopy(first, 0, file, 0, Math.min(first.length, length));
        return file;
    }

    private static ValidatableResponse upload(RequestSpecification caller, byte[] file) {
        return caller.contentType("image/png").body(file).post("/v1/files").then();
    }

    private static String uploaded(byte[] file) {
        return upload(ads(), file).statusCode(201).extract().path("id");
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String edit(String reference) {
        return "{\"model\":\"google/nano-banana-edit\",\"input\":{\"prompt\":\"x\",\"image_urls\":[\"" + reference
                + "\"]}}";
    }

    private String sent(String id) {
        return provider.requests().stream()
                .filter(request -> request.generationId().toString().equals(id))
                .map(request ->
                        Json.read(request.body()).at("/input/image_urls/0").asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> atTheProvider() {
        return given().get(Backends.simulator() + "/u/").then().extract().path("names");
    }

    private static Socket head(String framing, byte[] body) throws IOException {
        Socket socket = head(framing);
        socket.getOutputStream().write(body);
        return socket;
    }

    private static Socket head(String framing) throws IOException {
        Socket socket = connected("POST /v1/files HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + Backends.ADS_KEY + "\r\n" + framing + "\r\n\r\n");
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** All that comes until the connection ends, or the first line of it. */
    private static String answer(Socket socket) throws IOException {
        byte[] start = socket.getInputStream().readNBytes(13);
        return new String(start, ISO_8859_1);
    }
}
