package dev.gengate.callback;

import static dev.gengate.proof.gateway.GatewayCalls.callback;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /callbacks/kie/{id}/{token}: its answer table, row by row. */
@QuarkusTest
class CallbackTest extends GatewayTest {
    private static final String SUCCESS = "{\"code\":200,\"msg\":\"success\"}";

    @Test
    void committedOutcomeIsAnsweredExactly() {
        ProviderTask task = silentTask("answer");

        Response answer = callback(task.callBackUrl(), success(task.taskId()));

        assertEquals(200, answer.statusCode());
        assertEquals(SUCCESS, answer.body().asString());
        read(task.generationId()).body("state", equalTo("succeeded"));
    }

    @Test
    void callbackBeforeTheAnswerTwiceAndAfterAWrongTokenIsOneEvent() {
        String id = submitted("[sim:early-callback] [sim:twice] early");
        ProviderTask task = provider.taskOf(id);

        assertEquals(
                404, callback(task.callBackUrl() + "x", success(task.taskId())).statusCode());
        ended(id).body("state", equalTo("succeeded")).body("taskId", equalTo(task.taskId()));
        assertEquals(200, callback(task.callBackUrl(), success(task.taskId())).statusCode());

        CompletedEvent event = events.awaitEventOf(id);
        assertEquals(task.taskId(), event.json().path("taskId").asText());
        assertEquals(
                task.resultUrls().get(0),
                event.json().path("results").get(0).path("url").asText());
        assertOneEventOnly(id);
    }

    @Test
    void failureIsTold() {
        String id = submitted("[sim:fail=GENERATION_FAILED] bad");

        ended(id).body("state", equalTo("failed")).body("failure.code", equalTo("GENERATION_FAILED"));
        assertEquals("failed", events.awaitEventOf(id).json().path("outcome").asText());
    }

    @Test
    void failureThatQuotesTheCallbackUrlTellsNobodyItsToken() {
        ProviderTask task = silentTask("quoted");
        String url = task.callBackUrl();
        String token = url.substring(url.lastIndexOf('/') + 1);

        callback(url, failure(task.taskId()).replace("\"no\"", "\"no answer of " + url + "\""));

        read(task.generationId())
                .body("state", equalTo("failed"))
                .body("failure.message", equalTo("no answer of (URL)"));
        assertFalse(events.awaitEventOf(task.generationId()).json().toString().contains(token));
    }

    @ParameterizedTest
    @CsvSource({
        "input-as-string, succeeded",
        "result-as-object, succeeded",
        "sparse, succeeded",
        "fail-code-200, failed",
        "no-result, failed",
        "unreadable, succeeded",
        "wrong-task, succeeded"
    })
    void everyShapeOfACallbackLeadsToTheTruth(String fault, String state) {
        String id = submitted("[sim:" + fault + "] shape");

        ended(id).body("state", equalTo(state));
    }

    @Test
    void contradictionAfterTheEndIsLateAndNotPublished() {
        String id = submitted("[sim:contradict] two minds");
        ended(id).body("state", equalTo("succeeded"));
        ProviderTask task = provider.taskOf(id);

        Response late = callback(task.callBackUrl(), failure(task.taskId()));

        assertEquals(200, late.statusCode());
        read(id).body("state", equalTo("succeeded")).body("results", hasSize(1));
        assertOneEventOnly(id);
    }

    /** Task ids are the sender's choice, and a genuine token is all that it takes. */
    @Test
    void whoHasSeenTheUrlFillsNoTable() {
        ProviderTask task = silentTask("seen");
        callback(task.callBackUrl(), success(task.taskId()));

        for (int i = 0; i < 25; i++) {
            assertEquals(
                    SUCCESS,
                    callback(task.callBackUrl(), failure("made-up-" + i)).asString());
        }
        assertEquals(10, lateOutcomes(task));

        assertEquals(
                SUCCESS, callback(task.callBackUrl(), failure(task.taskId())).asString());
        assertEquals(11, lateOutcomes(task), "what is said of its own task is kept in any case");
    }

    /** The row's content may be erased by then. */
    @Test
    void lateOutcomeHoldsNothingThatWasMadeOrSaid() {
        ProviderTask task = silentTask("late");
        callback(task.callBackUrl(), success(task.taskId()));

        callback(task.callBackUrl(), failure(task.taskId()));
        callback(task.callBackUrl(), success("another-task"));

        assertEquals(2, lateOutcomes(task));
        assertEquals(
                2,
                numberInLedger("select count(*) from late_outcome where generation_id = '" + task.generationId()
                        + "' and num_nulls(images, result_data, failure_message) = 3"));
    }

    private static long lateOutcomes(ProviderTask task) {
        return numberInLedger("select count(*) from late_outcome where generation_id = '" + task.generationId() + "'");
    }

    @Test
    void runningTaskChangesNothing() {
        ProviderTask task = silentTask("running");
        String body = "{\"code\":200,\"data\":{\"taskId\":\"" + task.taskId() + "\",\"state\":\"generating\"}}";

        assertEquals(SUCCESS, callback(task.callBackUrl(), body).body().asString());

        read(task.generationId()).body("state", equalTo("submitted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nope", "[]", "{\"data\":null}", "\"x\"", "{\"data\":{\"state\":\"success\"}}"})
    void unreadableBodyIsAcknowledgedAndTheTaskPolled(String body) {
        String id = submitted("[sim:no-callback] unreadable by hand");
        ProviderTask task = provider.taskOf(id);

        assertEquals(200, callback(task.callBackUrl(), body).statusCode());

        ended(id).body("state", equalTo("succeeded"));
        assertEquals("poll", events.awaitEventOf(id).json().path("resolvedBy").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"state\":\"generating\"", ",\"state\":\"a new one\""})
    void taskThatOnlyACallbackNamesIsWaitedForAsLongAsItsModelTakes(String state) {
        provider.nextRequest("lose-answer=no-id", "never-finishes");
        String id = submitted("named by a callback");
        ProviderTask task = provider.taskOf(id);

        callback(task.callBackUrl(), "{\"code\":200,\"data\":{\"taskId\":\"" + task.taskId() + "\"" + state + "}}");

        read(id).body("state", equalTo("submitted")).body("taskId", equalTo(task.taskId()));
        assertEquals(
                6 * 3_600,
                numberInLedger("select extract(epoch from deadline_at - submitted_at) from generation where id = '" + id
                        + "'"));
    }

    @Test
    void anotherTasksIdIsAcknowledgedAndOursPolled() {
        String id = submitted("[sim:no-callback] another");

        Response answer = callback(provider.taskOf(id).callBackUrl(), failure("0123456789abcdef0123456789abcdef"));

        assertEquals(200, answer.statusCode());
        ended(id)
                .body("state", equalTo("succeeded"))
                .body("taskId", equalTo(provider.taskOf(id).taskId()));
    }

    /** Their echo shows a URL that is not ours, and our task's id all the same. */
    @ParameterizedTest
    @CsvSource({"success, succeeded", "fail, failed", "fail-with-echo, failed"})
    void sampleOfTheProvidersPageEndsTheTaskThatItNames(String sample, String state) {
        ProviderTask task = silentTask("sample");

        assertEquals(
                SUCCESS,
                callback(task.callBackUrl(), sample(sample, task.taskId())).asString());

        read(task.generationId()).body("state", equalTo(state));
        assertEquals(
                "callback",
                events.awaitEventOf(task.generationId())
                        .json()
                        .path("resolvedBy")
                        .asText());
    }

    @Test
    void sampleOfTheProvidersPageAboutAnotherTaskOnlyLeadsToAPoll() {
        String id = submitted("[sim:no-callback] sample of another");

        Response answer = callback(
                provider.taskOf(id).callBackUrl(), sample("fail-with-echo", "0123456789abcdef0123456789abcdef"));

        assertEquals(SUCCESS, answer.asString());
        ended(id).body("state", equalTo("succeeded"));
    }

    @Test
    void purgedGenerationIsAcknowledged() {
        UUID unknown = UUID.fromString("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11");
        String url = Backends.gateway() + CallbackAddress.PATH + unknown + "/"
                + new CallbackToken(java.util.List.of(Backends.CALLBACK_SECRET)).sign(unknown);

        assertEquals(200, callback(url, success("abc")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/callbacks",
                "/callbacks/",
                "/callbacks/kie",
                "/callbacks/kie/x/y",
                "/callbacks/kie/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11",
                "/callbacks/kie/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11/",
                "/callbacks/kie/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11/forged",
                "/callbacks/other/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11/forged"
            })
    void unknownPathOrTokenIs404(String path) {
        assertEquals(404, callback(Backends.gateway() + path, success("abc")).statusCode());
    }

    @Test
    void forgedTokenChangesNothing() {
        ProviderTask task = silentTask("forged");
        String forged = task.callBackUrl().substring(0, task.callBackUrl().length() - 2) + "AA";

        assertEquals(404, callback(forged, success(task.taskId())).statusCode());

        read(task.generationId()).body("state", equalTo("submitted"));
    }

    @Test
    void tokenOfAnotherGenerationIs404() {
        ProviderTask mine = silentTask("mine");
        ProviderTask other = silentTask("other");
        String token = other.callBackUrl().substring(other.callBackUrl().lastIndexOf('/') + 1);
        String mixed = Backends.gateway() + "/callbacks/kie/" + mine.generationId() + "/" + token;

        assertEquals(404, callback(mixed, success(mine.taskId())).statusCode());
    }

    @Test
    void bodyOverOneMebibyteIs413() {
        ProviderTask task = silentTask("large");

        Response answer = callback(task.callBackUrl(), "x".repeat(CallbackRoute.MOST_BYTES + 1));

        assertEquals(413, answer.statusCode());
        read(task.generationId()).body("state", equalTo("submitted"));
    }

    @Test
    void getIsNoCallback() {
        ProviderTask task = silentTask("get");

        assertEquals(404, RestAssured.get(task.callBackUrl()).statusCode());
    }

    private ProviderTask silentTask(String prompt) {
        String id = submitted("[sim:never-finishes] " + prompt);
        return provider.taskOf(id);
    }

    private void assertOneEventOnly(String id) {
        // a later generation's event is on the topic, so a second one of this generation would be there as well
        events.awaitEventOf(submitted("after it"));
        assertEquals(1, events.eventsOf(id).size());
    }

    /** Bodies as the provider's page shows them, but for the task's id. */
    private static String sample(String name, String taskId) {
        try (InputStream file = CallbackTest.class.getResourceAsStream("/callbacks/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("TASK_ID", taskId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String success(String taskId) {
        return "{\"code\":200,\"msg\":\"done\",\"data\":{\"taskId\":\"" + taskId + "\",\"state\":\"success\","
                + "\"resultJson\":\"{\\\"resultUrls\\\":[\\\"https://tempfile.example/f/by-hand.png\\\"]}\","
                + "\"creditsConsumed\":2.5}}";
    }

    static String failure(String taskId) {
        return "{\"code\":501,\"msg\":\"failed\",\"data\":{\"taskId\":\"" + taskId
                + "\",\"state\":\"fail\",\"failCode\":\"500\",\"failMsg\":\"no\"}}";
    }
}
