package dev.gengate.custody;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalS3;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** With a bucket: the event names the object, and its caller gets a URL that is good for some minutes. */
@QuarkusTest
@TestProfile(KeptInABucket.class)
class BucketTest extends GatewayTest {
    private static final String EDIT =
            "{\"model\":\"google/nano-banana-edit\",\"input\":{\"prompt\":\"x\",\"image_urls\":"
                    + "[\"generation:%s/1\"]}}";
    /** More than there are places, which their host has failed before. */
    private static final String HANGING =
            """
            with ended as (
                insert into generation (id, caller, fingerprint, model, input, metadata, priority, state, attempts, due_at,
                    deadline_at, images, resolved_by, created_at, completed_at)
                select ('7f000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'ads', '', 'm', '{}', '{}', 1,
                    'succeeded', 1, now(), now(), '[{"kind":"image","url":"http://127.0.0.1:%d/1.png"}]', 'callback', now(),
                    now()
                from generate_series(1, 24) n
                returning id)
            insert into custody (generation_id, completed_at, due_at, expires_at, cause)
            select id, now(), '-infinity', 'infinity', 'timeout' from ended""";

    private static final String OF_HANGING =
            "from custody where generation_id > '7f000001-0000-7000-8000-000000000000'";
    private static final String ACCESS_KEY = "aws.accessKeyId";

    /** Whether the store is away. */
    private Consumer<Boolean> down;
    /** The largest object that the store takes. */
    private LongConsumer mostBytes;

    @Test
    void resultIsInTheBucketAndReadBySignedUrl() {
        provider.set("resultBase", Backends.simulator().toString());
        String id = submitted("into the bucket");

        JsonNode event = events.awaitEventOf(id).json();
        JsonNode stored = event.at("/results/0/stored");
        assertTrue(stored.path("uri").asText().matches("s3://results/gen/\\d{4}/\\d\\d/\\d\\d/" + id + "/1\\.png"));
        String url = ads().redirects()
                .follow(false)
                .get(stored.path("href").asText())
                .then()
                .statusCode(307)
                .header("Cache-Control", "no-store")
                .extract()
                .header("Location");
        ads().redirects()
                .follow(false)
                .accept("image/*, video/*, audio/*, text/plain, application/octet-stream, text/uri-list")
                .get(stored.path("href").asText())
                .then()
                .statusCode(307);
        ads().accept("text/uri-list, */*;q=0.5")
                .get(stored.path("href").asText())
                .then()
                .statusCode(200)
                .contentType("text/uri-list")
                .header("Cache-Control", "no-store")
                .body(containsString("/1.png?"));
        String head = ads().redirects()
                .follow(false)
                .head(stored.path("href").asText())
                .then()
                .statusCode(307)
                .extract()
                .header("Location");
        given().urlEncodingEnabled(false).head(head).then().statusCode(200).header("Content-Type", "image/png");
        byte[] file = given().urlEncodingEnabled(false)
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertEquals(stored.path("bytes").asInt(), file.length);
        assertFalse(event.toString().contains("X-Amz"), "no signed URL is in an event");
    }

    /** The store, or who gives out its credentials: neither is a defect of the gateway, and nothing is erased by halves. */
    @Test
    void whileTheStoreIsAwayItIsToBeAskedAgain() {
        provider.set("resultBase", Backends.simulator().toString());
        String id = submitted("out of reach for a while");
        String path = event(id).at("/results/0/stored/href").asText();
        ads().redirects().follow(false).get(path).then().statusCode(307);
        await().until(() -> numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)") == 0);

        System.clearProperty(ACCESS_KEY);
        ads().redirects().follow(false).get(path).then().statusCode(503).header("Retry-After", "5");
        System.setProperty(ACCESS_KEY, LocalS3.KEY);
        down.accept(true);
        try {
            ads().delete("/v1/generations/" + id + "/content")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "5");
        } finally {
            down.accept(false);
        }

        read(id).body("input.prompt", equalTo("out of reach for a while"));
        ads().delete("/v1/generations/" + id + "/content").then().statusCode(200);
    }

    /** What it does not take now is none the worse for it: it is tried again soon, however often the store was away. */
    @Test
    void failureOfTheStoreIsNotTheResults() {
        provider.set("resultBase", Backends.simulator().toString());
        down.accept(true);
        String id;
        try {
            id = submitted("stored a little later");
            String tried = "select count(*) from custody where cause = 'store' and tries = 0"
                    + " and due_at < now() + interval '61 s' and generation_id = '" + id + "'";
            await().until(() -> numberInLedger(tried) == 1);
        } finally {
            down.accept(false);
        }
        ledger("update custody set due_at = now() where generation_id = '" + id + "'");

        assertTrue(event(id).at("/results/0/stored/uri").asText().contains(id), "in time for its event");
    }

    /** A host that hangs says nothing of the store: whoever asks whether it is back does not wait for that. */
    @Test
    void storeThatIsBackIsFoundBesideAHostThatHangs() throws Exception {
        provider.set("resultBase", Backends.simulator().toString());
        String held = "select count(*) " + OF_HANGING + " and holder is not null";
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ledger(HANGING.formatted(hangs.getLocalPort()));
            await().until(() -> numberInLedger(held) == 24);
            down.accept(true);
            String id = submitted("asks");
            String tried = "select count(*) from custody where cause = 'store' and generation_id = '" + id + "'";
            await().until(() -> numberInLedger(tried) == 1);
            await("the places that hang alone").until(() -> numberInLedger(held) == 8);
            down.accept(false);
            ledger("update custody set due_at = now() where generation_id = '" + id + "'");

            assertTrue(event(id).at("/results/0").has("stored"), "in time for its event");
        } finally {
            down.accept(false);
            ledger("delete " + OF_HANGING);
        }
    }

    /** One object that it does not take, such as for its size, says nothing of others. */
    @Test
    void objectThatTheStoreRefusesIsNotTheStoreAway() {
        provider.set("resultBase", Backends.simulator().toString());
        provider.set("resultBytes", 300_000);
        mostBytes.accept(200_000);
        String row;
        try {
            row = "where generation_id = '" + submitted("too large for the store") + "'";
            String refused = "select count(*) from custody " + row + " and cause = 'refused_by_store'"
                    + " and due_at < now() + interval '10 s'";
            await().until(() -> numberInLedger(refused) == 1);
            provider.set("resultBytes", 0);
            assertTrue(event(submitted("small")).at("/results/0").has("stored"));
        } finally {
            mostBytes.accept(Long.MAX_VALUE);
        }
        ledger("update custody set due_at = now() " + row);
        await().until(() -> numberInLedger("select count(*) from custody " + row) == 0);
    }

    /** While no URL can be signed for it, it waits aside, and whatever else its caller sends passes it. */
    @Test
    void inputThatCannotBeMadeWaitsAside() {
        provider.set("resultBase", Backends.simulator().toString());
        String picture = submitted("to be edited later");
        String path = event(picture).at("/results/0/stored/href").asText();
        ads().redirects().follow(false).get(path).then().statusCode(307);
        String row = "from generation where id = '";
        System.clearProperty(ACCESS_KEY);
        String edited;
        try {
            edited = submitted(ads(), EDIT.formatted(picture));
            await().until(() -> numberInLedger("select count(*) " + row + edited + "' and priority >= 10") == 1);
            ended(submitted("passes it"));
            assertEquals(1, numberInLedger("select attempts " + row + edited + "'"), "it is not tried again at once");
        } finally {
            System.setProperty(ACCESS_KEY, LocalS3.KEY);
        }

        ledger("update generation set aside_since = '-infinity' where id = '" + edited + "'");
        ended(edited).body("state", equalTo("succeeded"));
    }

    private JsonNode event(String id) {
        return events.awaitEventOf(id).json();
    }

    /** An input that names a result gets the provider a URL of the bucket, good for an hour. */
    @Test
    void earlierResultIsHandedOnFromTheBucket() {
        provider.set("resultBase", Backends.simulator().toString());
        String picture = submitted("to be edited");
        events.awaitEventOf(picture);

        String edited = submitted(ads(), EDIT.formatted(picture));

        String url = provider.requests().stream()
                .filter(request -> request.generationId().toString().equals(edited))
                .map(request ->
                        Json.read(request.body()).at("/input/image_urls/0").asText())
                .findFirst()
                .orElseThrow();
        assertTrue(url.contains("X-Amz-Expires=3600"), "signed for an hour");
        given().urlEncodingEnabled(false).get(url).then().statusCode(200);
        ended(edited).body("input.image_urls[0]", equalTo("generation:" + picture + "/1"));
    }
}
