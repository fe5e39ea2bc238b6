package dev.gengate.submission;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.Priority;
import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /v1/generations. */
@QuarkusTest
class SubmissionTest extends GatewayTest {

    @Test
    void submissionBecomesOneEventWithAllItsFields() {
        // When
        String id = submit(
                        """
                        {"model":"google/imagen4-fast",
                         "input":{"prompt":"a lighthouse","negative_prompt":"","aspect_ratio":"16:9","num_images":2,"seed":7},
                         "correlationId":"order-42","metadata":{"team":"ads","a":"b"},"priority":"high"}""")
                .statusCode(202)
                .body("state", equalTo("submitted"))
                .body("input.num_images", equalTo("2"))
                .body("taskId", not(nullValue()))
                .body("submittedAt", not(nullValue()))
                .extract()
                .path("id");

        // Then
        CompletedEvent event = events.awaitEventOf(id);
        EventSchema.assertValid(event.json().toString());
        JsonNode data = event.json();
        assertEquals(id + ".completed", event.id());
        assertEquals("dev.gengate.generation.succeeded.v1", event.type());
        assertEquals(id, event.key());
        assertEquals("/generation-gateway", event.header("ce_source"));
        assertEquals("1.0", event.header("ce_specversion"));
        assertEquals(id, event.header("ce_subject"));
        assertEquals(data.path("completedAt").asText(), event.header("ce_time"));
        assertEquals("application/json", event.header("content-type"));
        assertEquals("ads", data.path("caller").asText());
        assertEquals("callback", data.path("resolvedBy").asText());
        assertEquals(2, data.path("results").size());
        assertEquals("order-42", data.path("correlationId").asText());
        assertEquals("{\"a\":\"b\",\"team\":\"ads\"}", data.path("metadata").toString());
        assertEquals(provider.taskOf(id).taskId(), data.path("taskId").asText());
    }

    /** Sent again it would be paid for again, and given up it would have been paid for nothing. */
    @ParameterizedTest
    @ValueSource(ints = {402, 422, 429, 455})
    void refusalThatNamesATaskIsATask(int code) {
        provider.nextRequest("refuse-with-id=" + code);

        String id = submitted("refused, and yet there", "submitted");

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(1, provider.requestsOf(id).size());
    }

    @Test
    void whatIsSentToTheProviderLeavesOutAbsentFields() {
        String id = submitted("plain");

        JsonNode sent = provider.requestsOf(id).get(0).json();

        assertEquals("{\"prompt\":\"plain\"}", sent.path("input").toString());
        assertEquals("google/imagen4-fast", sent.path("model").asText());
        assertTrue(sent.path("callBackUrl").asText().startsWith(Backends.gateway() + "/callbacks/kie/" + id + "/"));
    }

    @Test
    void locationNamesTheGeneration() {
        ValidatableResponse response = submit(prompt("where"));

        String id = response.extract().path("id");
        response.header("Location", equalTo("/v1/generations/" + id));
        read(id).statusCode(200).body("id", equalTo(id));
    }

    @Test
    void sameKeyAndBodyIsTheSameGenerationAndOneTask() {
        String key = "key-" + UUID.randomUUID();
        String first = submit(ads().header("Idempotency-Key", key), prompt("once"))
                .statusCode(202)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .path("id");

        submit(ads().header("Idempotency-Key", key), "{\"input\" : {\"prompt\":\"once\"}, \"priority\":\"normal\"}")
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("id", equalTo(first));

        assertEquals(1, provider.tasksOf(first).size());
    }

    /** What was accepted stays accepted; another request under its key is what it would be without one. */
    @Test
    void sameKeyIsTheSameGenerationWhenItsModelIsNotServedAnyMore() {
        String key = "key-" + UUID.randomUUID();
        String id = submitted(ads().header("Idempotency-Key", key), prompt("once"));
        String input = "{\"prompt\":\"once\"}";
        byte[] accepted = Submission.fingerprint("kling-3.0/video", input, null, "{}", Priority.NORMAL);
        ledger("update generation set model = 'kling-3.0/video', fingerprint = decode('"
                + HexFormat.of().formatHex(accepted) + "', 'hex') where id = '" + id + "'");

        submit(ads().header("Idempotency-Key", key), "{\"model\":\"kling-3.0/video\",\"input\":" + input + "}")
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("id", equalTo(id));
        submit(ads().header("Idempotency-Key", key), "{\"model\":\"kling-3.0/video\",\"input\":{\"prompt\":\"no\"}}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/model"));
    }

    @Test
    void answerSaysHowLongItsKeyIsKnown() {
        submit(prompt("without a key")).statusCode(202).header("Idempotency-Key-Expires", nullValue());

        String until = submit(ads().header("Idempotency-Key", "key-" + UUID.randomUUID()), prompt("with one"))
                .statusCode(202)
                .extract()
                .header("Idempotency-Key-Expires");

        Duration left =
                Duration.between(Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(until, Instant::from));
        assertEquals(30, left.plusHours(1).toDays(), until);
    }

    @Test
    void sameKeyAndOtherBodyIsRefused() {
        String key = "key-" + UUID.randomUUID();
        submit(ads().header("Idempotency-Key", key), prompt("one")).statusCode(202);

        submit(ads().header("Idempotency-Key", key), prompt("another"))
                .statusCode(422)
                .body("type", equalTo("urn:gengate:problem:key-reused"));
    }

    @Test
    void sameKeyOfAnotherCallerIsAnotherGeneration() {
        String key = "key-" + UUID.randomUUID();
        String id = submitted(ads().header("Idempotency-Key", key), prompt("mine"));

        submit(as(Backends.SHOP_KEY).header("Idempotency-Key", key), prompt("mine"))
                .statusCode(202)
                .body("id", not(equalTo(id)));
    }

    @Test
    void waitGivesTheResult() {
        submit(ads().header("Prefer", "wait=20"), prompt("now"))
                .statusCode(200)
                .header("Preference-Applied", equalTo("wait=20"))
                .body("state", equalTo("succeeded"))
                .body("results", hasSize(1));
    }

    @Test
    void waitThatIsTooShortGivesTheStateSoFar() {
        submit(ads().header("Prefer", "wait=1"), prompt("[sim:takes=5000] slow"))
                .statusCode(202)
                .header("Preference-Applied", equalTo("wait=1"))
                .body("state", equalTo("submitted"));
    }

    /** The provider's answer and the end are waited for together, not one after the other. */
    @ParameterizedTest
    @CsvSource({"slow=8000, 1, submitting", "slow=1500, 2, submitted"})
    void waitIsOneTimeForTheAnswerAndTheEnd(String fault, int seconds, String state) {
        submit(ads().header("Prefer", "wait=" + seconds), prompt("[sim:" + fault + "] [sim:never-finishes] patient"))
                .statusCode(202)
                .body("state", equalTo(state))
                .time(lessThan(seconds * 1_000L + 1_000));
    }

    @Test
    void respondAsyncDoesNotWaitForTheProvider() {
        long begin = System.nanoTime();
        String id = submit(ads().header("Prefer", "respond-async"), prompt("[sim:slow=1500] later"))
                .statusCode(202)
                .header("Preference-Applied", equalTo("respond-async"))
                .body("state", equalTo("submitting"))
                .time(lessThan(1_400L))
                .extract()
                .path("id");
        assertTrue(System.nanoTime() > begin);
        ended(id).body("state", equalTo("succeeded"));
    }

    @Test
    void lostAnswerIsUnconfirmedUntilTheCallbackAndNeverSentAgain() {
        String id = submit(prompt("[sim:lose-answer] [sim:takes=600] lost"))
                .statusCode(202)
                .body("state", equalTo("unconfirmed"))
                .body("taskId", nullValue())
                .extract()
                .path("id");

        ended(id).body("state", equalTo("succeeded")).body("taskId", not(nullValue()));
        assertEquals(1, provider.requestsOf(id).size());
    }

    @Test
    void rateLimitAtTheProviderQueuesAndGoesOutLater() {
        String id = submitted("[sim:code-once=429] again", "queued");

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(2, provider.requestsOf(id).size());
        assertEquals(1, provider.tasksOf(id).size());
    }

    /** Each generation that is sent meanwhile would meet the same refusal. */
    @Test
    void limitOfTheOnlyKeyPausesTheQueueAndFailsNothing() {
        String id = submitted("[sim:code-once=433] over the key's limit", "queued");
        assertEquals(
                1,
                numberInLedger("select count(*) from pace where pause_reason = 'KEY_LIMIT'"
                        + " and paused_until between now() + interval '50 seconds' and now() + interval '1 minute'"));

        releaseTheQueue();

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(2, provider.requestsOf(id).size());
    }

    @ParameterizedTest
    @CsvSource({
        "code=401, 502, provider-error, provider_key_rejected",
        "code=402, 402, no-credits, insufficient_credits",
        "status=402, 402, no-credits, insufficient_credits",
        "code=404, 502, provider-error, provider_unsupported",
        "code=422, 422, refused-input, invalid_input",
        "code=500:aspect_ratio is required, 422, refused-input, invalid_input",
        "code=505, 502, provider-error, provider_unsupported"
    })
    void refusalIsAProblemAndAFailedGenerationWithItsEvent(String fault, int status, String type, String code) {
        String key = "key-" + UUID.randomUUID();
        String body = prompt("[sim:" + fault + "] refused");
        String id = submit(ads().header("Idempotency-Key", key), body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gengate:problem:" + type))
                .body("status", equalTo(status))
                .body("detail", endsWith("a new Idempotency-Key tries again."))
                .extract()
                .path("id");

        read(id).body("state", equalTo("failed")).body("failure.code", equalTo(code));
        submit(ads().header("Idempotency-Key", key), body)
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("id", equalTo(id))
                .body("state", equalTo("failed"));
        CompletedEvent event = events.awaitEventOf(id);
        assertEquals("submission", event.json().path("resolvedBy").asText());
        EventSchema.assertValid(event.json().toString());
    }

    @ParameterizedTest
    @CsvSource({"status=502", "garbage", "code=500:Internal Error", "timeout-free-reset"})
    void ambiguousAnswerIsUnconfirmed(String fault) {
        String marker = fault.equals("timeout-free-reset") ? "lose-answer=reset" : fault;

        submit(prompt("[sim:" + marker + "] ambiguous")).statusCode(202).body("state", equalTo("unconfirmed"));
    }

    @Test
    void submitterTraceGoesOnInTheEvent() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String id = submitted(ads().header("traceparent", trace), prompt("traced"));

        assertTrue(events.awaitEventOf(id).header("traceparent").startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
    }
}
