package dev.gengate.callback;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.attack.Attested;
import dev.gengate.proof.simulator.WebhookSignature;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a webhook key and read-back: the signature is required, and the outcome is the provider's own word. */
@QuarkusTest
@TestProfile(Attested.class)
class SignedCallbackTest extends GatewayTest {
    static final String KEY = Attested.WEBHOOK_KEY;

    @BeforeEach
    void providerSigns() {
        provider.signsWith(KEY);
    }

    @Test
    void signedCallbackIsTaken() {
        ended(submitted("signed")).body("state", equalTo("succeeded"));
    }

    @Test
    void missingStaleAndWrongSignaturesAre401() {
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] unsigned"));
        long now = Instant.now().getEpochSecond();

        assertEquals(401, post(task, null, null));
        assertEquals(401, post(task, now, "AAAA"));
        assertEquals(401, post(task, now - 3_600, WebhookSignature.of(KEY, task.taskId(), now - 3_600)));
        assertEquals(401, post(task, now, WebhookSignature.of("another-key", task.taskId(), now)));
        read(task.generationId()).body("state", equalTo("submitted"));
        ads().get("/v1/generations/" + task.generationId() + "/timeline")
                .then()
                .body("items.findAll { it.event == 'odd-callback' }.detail", everyItem(equalTo("BAD_SIGNATURE")))
                .body("items.findAll { it.event == 'odd-callback' }.size()", equalTo(4));
    }

    /** Such as while the gateway's clock is wrong: it may be all that is ever heard of the task. */
    @Test
    void staleSignatureTellsTheTaskAndNothingElse() {
        String id = unconfirmed("its clock is wrong");
        ProviderTask own = provider.taskOf(id);
        ProviderTask others = provider.taskOf(submitted("[sim:never-finishes] another's"));
        long then = Instant.now().getEpochSecond() - 3_600;

        signed(others, then, WebhookSignature.of(KEY, others.taskId(), then))
                .post(own.callBackUrl())
                .then()
                .statusCode(401);
        read(id).body("state", equalTo("unconfirmed"));
        assertEquals(401, post(own, then, WebhookSignature.of(KEY, own.taskId(), then)));

        ended(id).body("state", equalTo("succeeded")).body("taskId", equalTo(own.taskId()));
    }

    @Test
    void unsignedBodiesOrderNoPollAndLeaveRoomForTheRestOfTheStory() {
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] its URL leaked"));
        long now = Instant.now().getEpochSecond();

        for (int i = 0; i < 12; i++) {
            assertEquals(
                    401,
                    signed(task, now, "AAAA")
                            .body("{}")
                            .post(task.callBackUrl())
                            .statusCode());
        }

        assertEquals(0, provider.taskOf(task.generationId()).polls());
        ads().get("/v1/generations/" + task.generationId() + "/timeline")
                .then()
                .body("items.findAll { it.event == 'odd-callback' }.size()", equalTo(10));
    }

    @Test
    void whatTheProviderSaysWhenAskedCounts() {
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] replayed signature"));
        long now = Instant.now().getEpochSecond();

        assertEquals(200, post(task, now, WebhookSignature.of(KEY, task.taskId(), now)));

        read(task.generationId()).body("state", equalTo("submitted"));
    }

    @Test
    void taskOfAnotherIsNotConfirmedForAGenerationWhoseTaskNobodyKnows() {
        ProviderTask others = provider.taskOf(submitted("another's"));
        ended(others.generationId()).body("state", equalTo("succeeded"));
        String id = unconfirmed("its answer is lost");
        ProviderTask own = provider.taskOf(id);
        long now = Instant.now().getEpochSecond();

        signed(others, now, WebhookSignature.of(KEY, others.taskId(), now))
                .post(own.callBackUrl())
                .then()
                .statusCode(200);

        read(id).body("state", equalTo("unconfirmed"));
        assertEquals(200, post(own, now, WebhookSignature.of(KEY, own.taskId(), now)));
        ended(id).body("state", equalTo("succeeded")).body("taskId", equalTo(own.taskId()));
    }

    private static int post(ProviderTask task, Long timestamp, String signature) {
        return signed(task, timestamp, signature).post(task.callBackUrl()).statusCode();
    }

    static RequestSpecification signed(ProviderTask task, Long timestamp, String signature) {
        RequestSpecification request =
                given().contentType("application/json").body(CallbackTest.success(task.taskId()));
        return timestamp == null
                ? request
                : request.header(ProviderSignature.TIMESTAMP_HEADER, timestamp)
                        .header(ProviderSignature.SIGNATURE_HEADER, signature);
    }
}
