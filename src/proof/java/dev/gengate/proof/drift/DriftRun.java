package dev.gengate.proof.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.drift.Difference;
import dev.gengate.drift.SchemaComparison;
import dev.gengate.models.FilePrice;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.local.LocalEnvironment;
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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** {@code deploy/proof drift}: compares the models' files with what a provider says of them, one question a second. */
public final class DriftRun {
    private static final Duration BETWEEN = Duration.ofMillis(1_050);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int GONE = 404;
    private static final List<Integer> KEY_REFUSED = List.of(401, 403);
    private static final int TRIES = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;
    private int compared;
    private int alarming;

    private DriftRun(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Exits with 1 when a difference is alarming or nothing could be compared. */
    public static void main(String[] given) throws IOException, InterruptedException {
        Arguments arguments = Arguments.of(given);
        String file = arguments.text("key-file", "");
        String key = file.isEmpty()
                ? LocalEnvironment.SIMULATED_KEY
                : Files.readString(Path.of(file)).strip();
        DriftRun run = new DriftRun(arguments.text("url", "http://localhost:8089"), key);
        run.compare(arguments.text("models", "*"));
        System.exit(run.alarming == 0 && run.compared > 0 ? 0 : 1);
    }

    private void compare(String glob) throws InterruptedException {
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
        int unanswered = models.size() - compared;
        System.out.printf(
                "%d models compared, %d differ, %d differences are alarming; %d not compared%n",
                compared, different - unanswered, alarming, unanswered);
    }

    private List<String> differences(String model) throws InterruptedException {
        JsonNode answer = ask(model);
        if (KEY_REFUSED.contains(answer.path("code").asInt())) {
            throw new IllegalArgumentException(url + " refuses the key: name the file of another with --key-file");
        }
        if (answer.path("code").asInt() == GONE) {
            compared++;
            alarming++;
            return List.of("ALARM removed: the provider does not have the model");
        }
        JsonNode file = ModelFile.of(model);
        JsonNode openApi = answer.path("data").path("openapi");
        return SchemaComparison.of(file.get("input"), openApi, FilePrice.deciding(file))
                .map(found -> shown(found, FilePrice.differs(file)))
                .orElse(List.of("not compared: the provider tells no schema, or nothing"));
    }

    private List<String> shown(List<Difference> found, Map<String, String> differs) {
        compared++;
        List<Difference> all = found.stream().map(one -> one.in(differs)).toList();
        alarming += (int) all.stream().filter(Difference::alarming).count();
        return all.stream().map(Difference::toString).toList();
    }

    /** The key is the account's, and so is the limit of one a second: somebody else may ask too. */
    private JsonNode ask(String model) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/models/" + model + "/schema"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .build();
        JsonNode answer = Json.object();
        for (int attempt = 0; attempt < TRIES && !isAnswer(answer); attempt++) {
            LockSupport.parkNanos(BETWEEN.toNanos());
            answer = answered(request);
        }
        return answer;
    }

    /** Nothing, where no answer comes: the others are asked for. */
    private JsonNode answered(HttpRequest request) throws InterruptedException {
        try {
            return read(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Json.object();
        }
    }

    private static boolean isAnswer(JsonNode answer) {
        int code = answer.path("code").asInt();
        return code == 200 || code == GONE || KEY_REFUSED.contains(code);
    }

    private static JsonNode read(String body) {
        return body.startsWith("{") ? Json.read(body) : Json.object();
    }
}
