package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each misbehaviour of callbacks, of results and of recordInfo is really produced. */
class CallbackFaultsTest extends SimulatorTest {
    /** Fields by their pointers, below {@code /result} those of resultJson; {@code *} is any value, {@code -} none. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a success under the code of a failure | success-code-501 | /code=501 /data/state="success"
                    a failure that names results | fail-with-urls | /data/state="fail" /result/resultUrls/0=*
                    a success without a result | no-result | /data/state="success" /result/resultUrls/0=-
                    a report that is not the end | not-terminal | /data/state="generating"
                    a failure under its own code | fail=GENERATION_FAILED | /code=501 /data/failCode="GENERATION_FAILED"
                    a failure under 200 | fail-code-200 | /code=200 /data/state="fail"
                    a sparse report | sparse | /data/task_id=* /data/costTime=- /data/creditsConsumed=- /data/completeTime=-
                    an older body | fail][sim:old-style | /message=* /data/failCode=500 /data/consumeCredits=* /data/resultJson=""
                    """)
    void bodyTellsWhatItsFaultSays(String name, String fault, String fields) throws IOException {
        task(fault);

        ObjectNode body = (ObjectNode) Json.read(inbox.next().body());
        body.set("result", Json.read(body.at("/data/resultJson").asText()));
        for (String field : fields.split(" ")) {
            JsonNode value = body.at(field.substring(0, field.indexOf('=')));
            String expected = field.substring(field.indexOf('=') + 1);
            if (expected.equals("*") || expected.equals("-")) {
                assertEquals(expected.equals("-"), value.isMissingNode(), field);
            } else {
                assertEquals(expected, value.toString(), field);
            }
        }
    }

    @Test
    void noCallbackAtAll() throws IOException {
        String taskId = task("no-callback");

        awaitEnd(taskId);
        assertEquals(0, provider.task(taskId).callbacks().size());
        assertTrue(inbox.empty());
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
    void aReportAboutAnotherTask() throws IOException {
        String taskId = task("wrong-task");

        assertNotEquals(taskId, data(inbox.next().body()).path("taskId").asText());
        assertEquals("success", provider.task(taskId).outcome());
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
        assertEquals(422, codeOf(notThere));
        assertEquals(422, codeOf(notThere));
        assertEquals(200, codeOf(notThere));

        assertEquals(500, codeOf(task("record-fails")));
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

    private int codeOf(String taskId) throws IOException {
        return Json.read(caller.recordInfo(taskId).body()).path("code").asInt();
    }

    private ProviderTask awaitEnd(String taskId) {
        Awaitility.await().until(() -> provider.task(taskId).completedAt() != null);
        return provider.task(taskId);
    }

    private static JsonNode data(String body) {
        return Json.read(body).path("data");
    }
}
