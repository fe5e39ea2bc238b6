package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Blocking;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls the provider's API as its users do, in tests of the simulator itself. */
final class JobsCaller {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI provider;
    private final String apiKey;

    JobsCaller(URI provider, String apiKey) {
        this.provider = provider;
        this.apiKey = apiKey;
    }

    static ObjectNode request(String prompt, String callBackUrl) {
        ObjectNode request = Json.object().put("model", "google/imagen4-fast").put("callBackUrl", callBackUrl);
        request.putObject("input").put("prompt", prompt);
        return request;
    }

    HttpResponse<String> createTask(JsonNode request) throws IOException {
        return createTask(request, PATIENCE);
    }

    HttpResponse<String> createTask(JsonNode request, Duration patience) throws IOException {
        return send(to("/api/v1/jobs/createTask", patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(request))));
    }

    /** Makes a task that must be accepted. */
    String taskFor(String prompt, String callBackUrl) throws IOException {
        JsonNode answer = Json.read(createTask(request(prompt, callBackUrl)).body());
        if (answer.path("code").asInt() != 200) {
            throw new AssertionError("not accepted: " + answer);
        }
        return answer.path("data").path("taskId").asText();
    }

    HttpResponse<String> recordInfo(String taskId) throws IOException {
        return recordInfo(taskId, PATIENCE);
    }

    HttpResponse<String> recordInfo(String taskId, Duration patience) throws IOException {
        return send(to("/api/v1/jobs/recordInfo?taskId=" + taskId, patience).GET());
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(to(path, PATIENCE).GET());
    }

    private HttpRequest.Builder to(String path, Duration patience) {
        return HttpRequest.newBuilder(provider.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + apiKey);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
