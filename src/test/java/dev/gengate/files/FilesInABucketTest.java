package dev.gengate.files;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.custody.KeptInABucket;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.Backends;
import dev.gengate.queue.TaskSender;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Uploads with a bucket: it has them, and the provider gets a URL of it that is good for an hour. */
@QuarkusTest
@TestProfile(KeptInABucket.class)
class FilesInABucketTest extends GatewayTest {
    private static final byte[] PICTURE = "\u0089PNG\r\n\u001a\n and what follows".getBytes(ISO_8859_1);

    @Inject
    TaskSender sender;

    @Inject
    GenerationStore generations;

    /** Whether the store is away. */
    private Consumer<Boolean> down;

    @Test
    void uploadedFileIsHandedOnFromTheBucketAndRemovedFromIt() {
        String reference = upload().statusCode(201).extract().path("id");
        String url = sent(reference);

        assertTrue(url.contains("X-Amz-Expires=3600"), "signed for an hour");
        assertArrayEquals(PICTURE, read(url).statusCode(200).extract().asByteArray());

        ads().delete("/v1/files/" + id(reference)).then().statusCode(204);
        read(url).statusCode(404);
        assertEquals(0, numberInLedger("select count(*) from file where id = '" + id(reference) + "'"));
    }

    /** A provider that is told of it at the last moment reads it for another hour; a failed removal is tried again. */
    @Test
    void expiredFileIsNobodysAndThenRemovedFromTheBucket() {
        String reference = upload().statusCode(201).extract().path("id");
        String url = sent(reference);
        String row = " where id = '" + id(reference) + "'";

        ledger("update file set expires_at = now()" + row);
        ads().get("/v1/files/" + id(reference)).then().statusCode(404);
        read(url).statusCode(200);

        ledger("update file set remove_at = now()" + row);
        await().atMost(Duration.ofSeconds(20)).until(() -> numberInLedger("select count(*) from file" + row) == 0);
        read(url).statusCode(404);
    }

    /** A row tells of it until whatever the store has of it is gone. */
    @Test
    void uploadThatTheStoreDoesNotTakeIsNotThere() {
        long before = numberInLedger("select count(*) from file where state = 'there'");
        down.accept(true);
        try {
            upload().statusCode(503).header("Retry-After", "5");
        } finally {
            down.accept(false);
        }
        assertEquals(before, numberInLedger("select count(*) from file where state = 'there'"));
        ledger("update file set remove_at = now() where state = 'coming'");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> numberInLedger("select count(*) from file where state <> 'there'") == 0);
    }

    /** Another replica takes it for one that may have been sent once the lease is over. */
    @Test
    void inputThatIsNotThereWithinTheLeaseIsNotSentThen() throws Exception {
        String reference = upload().statusCode(201).extract().path("id");
        holdTheQueue();
        String id = submitted(reference);
        // a claim counts by itself what no longer waits, so no trigger counts queued to submitting
        ledger("update generation set state = 'unconfirmed' where id = '" + id + "'");
        ledger("update generation set state = 'submitting', account = 'default', due_at = now() + interval '1 second'"
                + " where id = '" + id + "'");
        Generation attempt = generations.find(UUID.fromString(id)).await().atMost(Duration.ofSeconds(5));
        CompletableFuture<Generation> end;
        try (Connection other = connection()) {
            other.setAutoCommit(false);
            Sql.execute(other, "lock table file in access exclusive mode");
            end = sender.send(attempt, true).subscribeAsCompletionStage();
            await().until(() -> Instant.now().isAfter(attempt.dueAt()));
            other.rollback();
        }
        assertEquals(GenerationState.QUEUED, end.get(10, TimeUnit.SECONDS).state());
        assertEquals(0, provider.requestsOf(id).size());
        ledger("update generation set priority = priority % 10, aside_since = null where id = '" + id + "'");
        releaseTheQueue();

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(1, provider.requestsOf(id).size());
    }

    private static ValidatableResponse upload() {
        return ads().contentType("image/png").body(PICTURE).post("/v1/files").then();
    }

    private static String id(String reference) {
        return reference.substring("file:".length());
    }

    private static ValidatableResponse read(String url) {
        return given().urlEncodingEnabled(false).get(url).then();
    }

    private String submitted(String reference) {
        provider.set("resultBase", Backends.simulator().toString());
        return submit("{\"model\":\"google/nano-banana-edit\",\"input\":{\"prompt\":\"x\",\"image_urls\":[\""
                        + reference + "\"]}}")
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** What the provider gets in its place; nobody else sees that. */
    private String sent(String reference) {
        String id = submitted(reference);
        ended(id).body("input.image_urls[0]", equalTo(reference));
        assertEquals(
                reference,
                events.awaitEventOf(id).json().at("/input/image_urls/0").asText());
        return provider.requests().stream()
                .filter(request -> request.generationId().toString().equals(id))
                .map(request ->
                        Json.read(request.body()).at("/input/image_urls/0").asText())
                .findFirst()
                .orElseThrow();
    }
}
