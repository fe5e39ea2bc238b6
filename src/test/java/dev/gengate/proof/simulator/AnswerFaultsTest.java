package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each misbehaviour of createTask is really produced. */
class AnswerFaultsTest extends SimulatorTest {
    @Test
    void theAnswerIsLostAndTheTaskIsThere() throws IOException {
        provider.losesTheNextAnswer();
        assertThrows(IOException.class, () -> answer("a lighthouse"));

        assertEquals("lost", provider.taskOf("g1").answered());
        inbox.next();
    }

    @Test
    void theAnswerNeverComesAndTheTaskIsThere() {
        var request = JobsCaller.request("[sim:timeout]", inbox.urlFor("g1"));
        assertThrows(HttpTimeoutException.class, () -> caller.createTask(request, Duration.ofMillis(200)));

        assertEquals(1, provider.tasksOf("g1").size());
    }

    @Test
    void theAnswerIsReplacedAndTheTaskIsThere() throws IOException {
        assertEquals(502, answer("[sim:lose-answer=502]").statusCode());
        assertEquals(
                500,
                Json.read(answer("[sim:lose-answer=500]").body()).path("code").asInt());

        assertEquals(2, provider.tasksOf("g1").size());
    }

    @Test
    void theAnswerIsSlow() throws IOException {
        long before = System.nanoTime();
        task("slow=300");

        assertTrue(System.nanoTime() - before >= Duration.ofMillis(300).toNanos());
    }

    @Test
    void theAnswerOfATaskThatWasMadeNamesNone() throws IOException {
        JsonNode answer = Json.read(answer("[sim:lose-answer=no-id]").body());

        assertEquals(200, answer.path("code").asInt());
        assertTrue(answer.path("data").path("taskId").isMissingNode());
        assertEquals(1, provider.tasksOf("g1").size());
    }

    @Test
    void theAnswerDeniesTheTaskThatItNames() throws IOException {
        JsonNode answer = Json.read(answer("[sim:refuse-with-id=455]").body());

        assertEquals(455, answer.path("code").asInt());
        assertEquals(
                provider.taskOf("g1").taskId(),
                answer.path("data").path("taskId").asText());
    }

    @Test
    void recordInfoHangs() throws IOException {
        String hanging = task("hang-record");
        assertThrows(HttpTimeoutException.class, () -> caller.recordInfo(hanging, Duration.ofMillis(200)));
    }

    @Test
    void wrongAnswersMakeNoTask() throws IOException {
        assertEquals(
                455, Json.read(answer("[sim:code=455]").body()).path("code").asInt());
        assertEquals(
                "aspect_ratio is required",
                Json.read(answer("[sim:code=500:aspect_ratio is required]").body())
                        .path("msg")
                        .asText());
        assertEquals(429, answer("[sim:status=429]").statusCode());
        assertEquals(200, answer("[sim:garbage]").statusCode());
        assertEquals(
                "2",
                answer("[sim:retry-after=2]")
                        .headers()
                        .firstValue("Retry-After")
                        .orElseThrow());
        assertThrows(IOException.class, () -> answer("[sim:reset]"));

        assertEquals(0, provider.tasks().size());
        assertEquals(6, provider.requestsOf("g1").size());
    }

    @Test
    void aFaultOfTheFirstAttemptOnly() throws IOException {
        assertEquals(
                429,
                Json.read(answer("[sim:code-once=429]").body()).path("code").asInt());
        assertEquals(
                200,
                Json.read(answer("[sim:code-once=429]").body()).path("code").asInt());
    }

    private String task(String fault) throws IOException {
        return caller.taskFor("a lighthouse [sim:" + fault + "]", inbox.urlFor("g1"));
    }

    private HttpResponse<String> answer(String prompt) throws IOException {
        return caller.createTask(JobsCaller.request(prompt, inbox.urlFor("g1")));
    }
}
