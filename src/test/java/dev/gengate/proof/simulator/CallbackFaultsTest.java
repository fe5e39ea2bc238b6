package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Each misbehaviour of callbacks, of results and of recordInfo is really produced. */
class CallbackFaultsTest extends SimulatorTest {
    @Test
    void noCallbackAtAll() throws IOException {
        String taskId = task("no-callback");

        awaitEnd(taskId);
        assertEquals(0, provider.task(taskId).callbacks().size());
        assertTrue(inbox.empty());
    }

    @Test
    void aSuccessUnderTheCodeOfAFailure() throws IOException {
        task("success-code-501");

        JsonNode body = Json.read(inbox.next().body());
        assertEquals(501, body.path("code").asInt());
        assertEquals("success", body.path("data").path("state").asText());
    }

    @Test
    void aFailureThatNamesResults() throws IOException {
        task("fail-with-urls");

        JsonNode data = data(inbox.next().body());
        assertEquals("fail", data.path("state").asText());
        assertFalse(
                Json.read(data.path("resultJson").asText()).path("resultUrls").isEmpty());
    }

    @Test
    void resultsOfTheSizeThatIsOrdered() throws IOException {
        task("huge-result=50000");

        String result = data(inbox.next().body()).path("resultJson").asText();
        assertEquals(50_000, result.length(), 3_000);
    }

    @Test
    void theCallbackIsAcknowledgedBeforeTheAnswerOfCreateTask() throws IOException {
        provider.completesAfter(Duration.ofHours(1));
        String taskId = task("early-callback");

        assertEquals(1, provider.task(taskId).callbacks().size());
        assertEquals(taskId, data(inbox.next().body()).path("taskId").asText());
    }

    /** Found by the long proof: it told of a failure that never was. */
    @Test
    void nothingIsSaidEarlyOfATaskThatNeverFinishes() throws IOException {
        String taskId = task("early-callback][sim:never-finishes");

        assertEquals(0, provider.task(taskId).callbacks().size());
        assertTrue(inbox.empty());
    }

    @Test
    void theSameCallbackTwice() throws IOException {
        task("twice");

        assertEquals(inbox.next().body(), inbox.next().body());
    }

    @Test
    void aLateCallback() throws IOException {
        ProviderTask ended = awaitEnd(task("late=300"));
        inbox.next();

        Awaitility.await().until(() -> provider.task(ended.taskId()).callbacks().size() == 1);
        long calledBackAt = provider.task(ended.taskId()).callbacks().get(0).at();
        assertTrue(calledBackAt - ended.completedAt() >= 300);
    }

    @Test
    void theOppositeIsSaidOnceTheTruthWasTaken() throws IOException {
        task("contradict");

        assertEquals("success", data(inbox.next().body()).path("state").asText());
        assertEquals("fail", data(inbox.next().body()).path("state").asText());
        assertEquals("success", provider.tasks().get(0).outcome());
    }

    @Test
    void aFailureIsContradictedByASuccessWithImages() throws IOException {
        caller.taskFor("[sim:fail][sim:contradict]", inbox.urlFor("g1"));

        assertEquals("fail", data(inbox.next().body()).path("state").asText());
        assertFalse(data(inbox.next().body()).path("resultJson").asText().isEmpty());
    }

    @Test
    void aBodyThatIsNotJsonAlthoughTheRestIsSound() throws IOException {
        String taskId = task("unreadable");

        String body = inbox.next().body();
        assertThrows(UncheckedIOException.class, () -> Json.read(body));
        assertTrue(body.contains("\"taskId\":\"" + taskId + "\""));
        assertTrue(body.contains("\"state\":\"success\""));
    }

    @Test
    void inputAsAStringAndResultAsAnObject() throws IOException {
        caller.taskFor("[sim:input-as-string][sim:result-as-object]", inbox.urlFor("g1"));

        JsonNode data = data(inbox.next().body());
        assertTrue(Json.read(data.path("param").asText()).path("input").isTextual());
        assertTrue(data.path("resultJson").path("resultUrls").isArray());
    }

    @Test
    void aSparseReportHasNoTimesAndNoCosts() throws IOException {
        task("sparse");

        JsonNode data = data(inbox.next().body());
        assertTrue(data.has("task_id"));
        assertFalse(data.has("costTime") || data.has("creditsConsumed") || data.has("completeTime"));
    }

    @Test
    void aFailureAsOlderBodiesToldIt() throws IOException {
        caller.taskFor("[sim:fail][sim:old-style]", inbox.urlFor("g1"));

        String body = inbox.next().body();
        assertTrue(Json.read(body).has("message"));
        assertTrue(data(body).path("failCode").isInt());
        assertTrue(data(body).has("consumeCredits"));
        assertEquals("", data(body).path("resultJson").asText());
    }

    @Test
    void aReportAboutAnotherTask() throws IOException {
        String taskId = task("wrong-task");

        assertNotEquals(taskId, data(inbox.next().body()).path("taskId").asText());
        assertEquals("success", provider.task(taskId).outcome());
    }

    @Test
    void aReportThatIsNotTheEnd() throws IOException {
        task("not-terminal");

        assertEquals("generating", data(inbox.next().body()).path("state").asText());
    }

    @Test
    void failuresUnderTheirOwnCodeAndUnder200() throws IOException {
        task("fail=GENERATION_FAILED");
        String failed = inbox.next().body();
        assertEquals(501, Json.read(failed).path("code").asInt());
        assertEquals("GENERATION_FAILED", data(failed).path("failCode").asText());

        task("fail-code-200");
        String hidden = inbox.next().body();
        assertEquals(200, Json.read(hidden).path("code").asInt());
        assertEquals("fail", data(hidden).path("state").asText());
    }

    @Test
    void successWithoutAResult() throws IOException {
        task("no-result");

        JsonNode data = data(inbox.next().body());
        assertEquals("success", data.path("state").asText());
        assertEquals(
                0,
                Json.read(data.path("resultJson").asText()).path("resultUrls").size());
    }

    @Test
    void aTaskThatNeverFinishes() throws IOException {
        provider.completesAfter(Duration.ZERO);
        String taskId = task("never-finishes");

        assertEquals(
                "generating",
                data(caller.recordInfo(taskId).body()).path("state").asText());
        assertEquals(null, provider.task(taskId).outcome());
    }

    @Test
    void recordInfoStumblesOverTheFirstPolls() throws IOException {
        String notThere = task("not-there-yet=2");
        assertEquals(
                422, Json.read(caller.recordInfo(notThere).body()).path("code").asInt());
        assertEquals(
                422, Json.read(caller.recordInfo(notThere).body()).path("code").asInt());
        assertEquals(
                200, Json.read(caller.recordInfo(notThere).body()).path("code").asInt());

        String failing = task("record-fails");
        assertEquals(
                500, Json.read(caller.recordInfo(failing).body()).path("code").asInt());
        String garbage = task("record-garbage");
        assertTrue(caller.recordInfo(garbage).body().startsWith("<html>"));
    }

    @Test
    void aStateThatNobodyKnows() throws IOException {
        provider.completesAfter(Duration.ofHours(1));
        String taskId = task("unknown-state");

        assertEquals(
                "postprocessing",
                data(caller.recordInfo(taskId).body()).path("state").asText());
    }

    private String task(String fault) throws IOException {
        return caller.taskFor("a lighthouse [sim:" + fault + "]", inbox.urlFor("g1"));
    }

    private ProviderTask awaitEnd(String taskId) {
        Awaitility.await().until(() -> provider.task(taskId).completedAt() != null);
        return provider.task(taskId);
    }

    private static JsonNode data(String body) {
        return Json.read(body).path("data");
    }
}
