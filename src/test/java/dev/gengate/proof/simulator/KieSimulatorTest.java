package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulator when it behaves: it must answer as the provider's pages say. */
class KieSimulatorTest extends SimulatorTest {
    @Override
    SimulatorSettings settings() {
        return SimulatorSettings.forTests();
    }

    @Test
    void aTaskIsMadeCalledBackAndRecorded() throws IOException {
        String taskId = caller.taskFor("say \"hi\"", inbox.urlFor("g1"));

        JsonNode callback = Json.read(inbox.next().body());
        assertEquals(200, callback.path("code").asInt());
        assertEquals(taskId, callback.path("data").path("taskId").asText());
        assertEquals(
                "say \"hi\"",
                Json.read(callback.path("data").path("param").asText())
                        .path("input")
                        .path("prompt")
                        .asText());
        JsonNode urls = Json.read(callback.path("data").path("resultJson").asText());
        assertEquals(1, urls.path("resultUrls").size());
        ProviderTask task = provider.taskOf("g1");
        assertEquals("success", task.outcome());
        assertEquals(task.resultUrls().get(0), urls.path("resultUrls").get(0).asText());
        assertEquals(Set.of(), provider.paidTwice());
    }

    @Test
    void isReachedFromOutsideWhereItListensThere() throws IOException {
        try (KieSimulator everywhere = KieSimulator.start("0.0.0.0", 0, settings());
                Socket outside = new Socket("127.0.0.2", everywhere.url().getPort())) {
            assertTrue(outside.isConnected());
        }
    }

    @Test
    void everyImageThatWasAskedForHasItsOwnUrl() throws IOException {
        ObjectNode request = JobsCaller.request("a lighthouse", null);
        request.withObject("/input").put("num_images", "3");
        caller.createTask(request);

        assertEquals(3, Set.copyOf(provider.tasks().get(0).resultUrls()).size());
    }

    @Test
    void twoTasksOfOneGenerationAreSeenAsPaidTwice() throws IOException {
        caller.taskFor("a lighthouse", inbox.urlFor("g1"));
        caller.taskFor("a lighthouse", inbox.urlFor("g1"));

        assertEquals(2, provider.tasksOf("g1").size());
        assertEquals(Set.of("g1"), provider.paidTwice());
    }

    @Test
    void anotherKeyHasNoAccess() throws IOException {
        JobsCaller stranger = new JobsCaller(simulator.url(), "another");

        assertEquals(
                401, code(stranger.createTask(JobsCaller.request("a", null)).body()));
        assertEquals(401, code(stranger.get("/api/v1/chat/credit").body()));
        assertEquals(401, code(stranger.recordInfo("x").body()));
    }

    @Test
    void theTwentyFirstTaskInTenSecondsIsRefused() throws IOException {
        for (int task = 0; task < 20; task++) {
            caller.taskFor("a lighthouse", null);
        }
        String refused =
                caller.createTask(JobsCaller.request("a lighthouse", null)).body();

        assertEquals(429, code(refused));
        assertEquals(
                "Your call frequency is too high",
                Json.read(refused).path("msg").asText());
        assertEquals(20, provider.counts().mostInOnePeriod());
        provider.limitsTo(0, Duration.ofSeconds(10));
        caller.taskFor("a lighthouse", null);
    }

    @Test
    void theBalanceIsAPlainNumber() throws IOException {
        String answer = caller.get("/api/v1/chat/credit").body();

        assertEquals("{\"code\":200,\"msg\":\"success\",\"data\":1000000}", answer);
    }

    @Test
    void creditsGoDownUntilThereAreNone() throws IOException {
        provider.hasCredits(4);
        caller.taskFor("a lighthouse", null);

        assertEquals(402, code(caller.createTask(JobsCaller.request("a", null)).body()));
        assertEquals(
                0,
                Json.read(caller.get("/api/v1/chat/credit").body()).path("data").asInt(-1));
    }

    @Test
    void parametersOutOfRangeAreRefusedWithTheTextsSeen() throws IOException {
        assertRefused(
                "aspect_ratio", Json.tree("2:1"), 500, "This aspect_ratio is not within the range of allowed options");
        assertRefused(
                "aspect_ratio", Json.tree(""), 500, "This aspect_ratio is not within the range of allowed options");
        assertRefused("num_images", Json.tree(2), 500, "This num_images is not within the range of allowed options");
        assertRefused("num_images", Json.tree("5"), 500, "This num_images is not within the range of allowed options");
        assertRefused("prompt", Json.tree(""), 500, "This field is required");
        assertRefused("seed", Json.tree("7"), 500, "This seed is not of the right type");
        assertRefused("style", Json.tree("oil"), 422, "Unknown input field: style");
        assertEquals(List.of(), provider.tasks());
    }

    @Test
    void recordInfoFollowsTheTaskAndDoesNotKnowOthers() throws IOException {
        provider.completesAfter(Duration.ofHours(1));
        String taskId = caller.taskFor("a lighthouse", inbox.urlFor("g1"));
        assertEquals("waiting", state(taskId));

        provider.finishes(taskId);

        assertEquals("success", state(taskId));
        assertEquals(422, code(caller.recordInfo("unknown").body()));
        assertEquals(
                taskId,
                Json.read(inbox.next().body()).path("data").path("taskId").asText());
    }

    @Test
    void aTaskCanBeMadeToFail() throws IOException {
        provider.completesAfter(Duration.ofHours(1));
        String taskId = caller.taskFor("a lighthouse", inbox.urlFor("g1"));

        provider.fails(taskId, "500", "Internal Error");

        JsonNode data = Json.read(inbox.next().body()).path("data");
        assertEquals("fail", data.path("state").asText());
        assertEquals("500", data.path("failCode").asText());
        assertTrue(data.path("resultJson").isNull());
    }

    @Test
    void callbacksAreSignedWhenTheAccountHasAKey() throws IOException {
        provider.signsWith("a-webhook-key");
        String taskId = caller.taskFor("a lighthouse", inbox.urlFor("g1"));

        CallbackInbox.Callback callback = inbox.next();
        long timestamp = Long.parseLong(callback.header(WebhookSignature.TIMESTAMP_HEADER));
        assertEquals(
                WebhookSignature.of("a-webhook-key", taskId, timestamp),
                callback.header(WebhookSignature.SIGNATURE_HEADER));
    }

    @Test
    void aCallbackIsTriedAgainUntilItIsAnsweredWith200() throws IOException {
        provider.set("callbackRetryDelay", 1);
        inbox.answersNext(503);
        inbox.answersNext(204);
        caller.taskFor("a lighthouse", inbox.urlFor("g1"));

        String first = inbox.next().body();
        assertEquals(first, inbox.next().body());
        assertEquals(first, inbox.next().body());
    }

    @Test
    void outagesAreOfFourKinds() throws IOException {
        ObjectNode request = JobsCaller.request("a lighthouse", null);
        provider.becomesUnavailable();
        assertEquals(503, caller.createTask(request).statusCode());
        provider.resetsEveryConnection();
        assertThrows(IOException.class, () -> caller.createTask(request));
        provider.fallsSilent();
        assertThrows(HttpTimeoutException.class, () -> caller.createTask(request, Duration.ofMillis(200)));
        provider.comesBack();
        provider.recordInfoIsDown(true);
        assertEquals(500, caller.recordInfo("x").statusCode());
        assertEquals(200, code(caller.createTask(request).body()));
    }

    @Test
    void inFastModeTasksAreOnlyListed() throws IOException {
        provider.set("fast", true);
        provider.limitsTo(0, Duration.ofSeconds(10));
        String taskId = caller.taskFor("a lighthouse [sim:fail]", inbox.urlFor("g1"));

        assertEquals(taskId + "\t" + inbox.urlFor("g1") + "\n", provider.fastTasks());
        assertEquals(List.of(), provider.requests());
        assertTrue(inbox.empty());
    }

    private void assertRefused(String field, JsonNode value, int code, String text) throws IOException {
        ObjectNode request = JobsCaller.request("a lighthouse", null);
        request.withObject("/input").set(field, value);
        String answer = caller.createTask(request).body();
        assertEquals(code, code(answer));
        assertEquals(text, Json.read(answer).path("msg").asText());
    }

    private String state(String taskId) throws IOException {
        return Json.read(caller.recordInfo(taskId).body())
                .path("data")
                .path("state")
                .asText();
    }

    private static int code(String body) {
        return Json.read(body).path("code").asInt();
    }
}
