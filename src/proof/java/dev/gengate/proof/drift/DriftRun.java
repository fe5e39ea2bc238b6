package dev.gengate.proof.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.drift.Difference;
import dev.gengate.drift.SchemaComparison;
import dev.gengate.models.FilePrice;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFile;
import dev.gengate.proof.servers.Arguments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@code deploy/proof drift}: compares the models' files with what a provider says of them, one question a second. */
public final class DriftRun {
    private static final Duration BETWEEN = Duration.ofMillis(1_050);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int GONE = 404;
    private static final int TRIES = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;
    private int alarming;

    private DriftRun(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Exits with 1 when a difference is alarming. */
    public static void main(String[] given) throws IOException, InterruptedException {
        Arguments arguments = Arguments.of(given);
        String file = arguments.text("key-file", "");
        String key = file.isEmpty()
                ? "simulator-api-key"
                : Files.readString(Path.of(file)).strip();
        DriftRun run = new DriftRun(arguments.text("url", "http://localhost:8089"), key);
        run.compare(arguments.text("models", "*"));
        System.exit(run.alarming == 0 ? 0 : 1);
    }

    private void compare(String glob) throws IOException, InterruptedException {
        String pattern = ("\\Q" + glob + "\\E").replace("*", "\\E.*\\Q");
        List<String> models = ModelFile.living().stream()
                .filter(name -> name.matches(pattern))
                .toList();
        int different = 0;
        for (String model : models) {
            List<String> lines = differences(model);
            lines.forEach(line -> System.out.println(model + "  " + line));
            different += lines.isEmpty() ? 0 : 1;
        }
        System.out.printf(
                "%d models compared, %d differ, %d differences are alarming%n", models.size(), different, alarming);
    }

    private List<String> differences(String model) throws IOException, InterruptedException {
        JsonNode answer = ask(model);
        if (answer.path("code").asInt() == GONE) {
            alarming++;
            return List.of("ALARM removed: the provider does not have the model");
        }
        JsonNode openApi = answer.path("data").path("openapi");
        if (!openApi.isObject()) {
            return List.of("not compared: the provider tells no schema");
        }
        JsonNode file = ModelFile.of(model);
        List<Difference> found = SchemaComparison.of(file.get("input"), openApi, FilePrice.deciding(file));
        alarming += (int) found.stream().filter(Difference::alarming).count();
        return found.stream().map(Difference::toString).toList();
    }

    /** The key is the account's, and so is the limit of one a second: somebody else may ask too. */
    private JsonNode ask(String model) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/models/" + model + "/schema"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .build();
        JsonNode answer = Json.object();
        for (int attempt = 0; attempt < TRIES && !isAnswer(answer); attempt++) {
            LockSupport.parkNanos(BETWEEN.toNanos());
            answer = read(http.send(request, BodyHandlers.ofString()).body());
        }
        return answer;
    }

    private static boolean isAnswer(JsonNode answer) {
        return answer.path("code").asInt() == 200 || answer.path("code").asInt() == GONE;
    }

    private static JsonNode read(String body) {
        return body.startsWith("{") ? Json.read(body) : Json.object();
    }
}
