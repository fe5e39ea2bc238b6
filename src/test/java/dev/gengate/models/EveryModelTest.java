package dev.gengate.models;

import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.BrokenInputs;
import dev.gengate.proof.models.FuzzedInputs;
import dev.gengate.proof.models.SampleInputs;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Every model with a price, over the wire. The simulator checks what reaches it with its own copy of the schema.
 * {@code -Dmodels.seed=N} repeats a run.
 */
@QuarkusTest
@TestProfile(EveryModelTest.All.class)
public class EveryModelTest extends GatewayTest {
    private static final int OF_EACH_MODEL = 2;
    private static final int FUZZED_MODELS = 20;
    private static final int FUZZED = 10_000;
    private static final int CLIENTS = 8;

    /** All models with a price, and room for all that is sent; little time and room for uploads. */
    public static class All implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.files.max-bytes", "3000000",
                    "gateway.files.timeout", "PT2S",
                    "gateway.files.concurrency", "4",
                    "gateway.models.enabled", "*",
                    "gateway.pace.limit", "100000",
                    "gateway.pace.max-running", "0",
                    "gateway.submission.max-queued", "1000000",
                    "gateway.submission.max-queued-per-caller", "1000000");
        }
    }

    /** So that half of a surrogate pair is sent as it is. */
    private static final ObjectWriter ASCII = new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final long SEED = Long.getLong("models.seed", new Random().nextLong());

    private final long seed = SEED;
    private final Catalogue catalogue = new Catalogue();
    private final Inputs inputs = ModelsInTests.inputs("*");
    private final List<Model> models = ModelsInTests.served("*").served("ads").stream()
            .map(entry -> catalogue.find(entry.model()).orElseThrow())
            .toList();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void validInputsAreAcceptedHereAndByTheProvider() {
        System.out.println("valid inputs, seed " + seed);
        provider.hasCredits(1_000_000_000);
        for (Model model : models) {
            if (!model.earlierTasks().isEmpty()) {
                continue; // EarlierGenerationTest
            }
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            for (int sample = 0; sample < OF_EACH_MODEL; sample++) {
                String body = body(model, followingTheRules(model, samples));
                submit(body).statusCode(202).body("state", oneOf("submitting", "submitted", "succeeded"));
            }
        }
    }

    @Test
    void eachBrokenConstraintIs422WithItsPointerAndReachesNoProvider() throws Exception {
        List<Callable<String>> cases = new ArrayList<>();
        for (Model model : models) {
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            // InputCasesTest has those with branches: another branch may be nearer
            for (int sample = 0; sample < OF_EACH_MODEL && !BrokenInputs.hasBranches(model.input()); sample++) {
                BrokenInputs.of(model.input(), samples.next())
                        .forEach(broken -> cases.add(() -> notRefused(model, broken)));
            }
        }
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<String> answered : clients.invokeAll(cases)) {
                assertNull(answered.get(), "seed " + seed);
            }
        } finally {
            clients.shutdownNow();
        }
        System.out.println(cases.size() + " broken inputs of " + models.size() + " models, seed " + seed);
        assertTrue(cases.size() >= 2_000, cases.size() + " cases");
        assertEquals(0, provider.requests().size());
    }

    @Test
    void fuzzedInputsAreNeverTheGatewaysFault() throws Exception {
        Random random = new Random(seed);
        List<Model> shuffled = new ArrayList<>(models);
        Collections.shuffle(shuffled, random);
        List<Model> some = shuffled.subList(0, FUZZED_MODELS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                long own = seed + client;
                running.add(clients.submit(() -> fuzz(some, new Random(own))));
            }
            for (Future<List<String>> done : running) {
                assertEquals(List.of(), done.get(), "seed " + seed);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** What was answered 5xx. */
    private List<String> fuzz(List<Model> some, Random random) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Map<Model, SampleInputs> samples = new HashMap<>();
        for (int i = 0; i < FUZZED / CLIENTS; i++) {
            Model model = some.get(random.nextInt(some.size()));
            ObjectNode valid = samples.computeIfAbsent(model, key -> new SampleInputs(key.input(), random))
                    .next();
            String body = "{\"model\":\"" + model.name() + "\",\"input\":" + FuzzedInputs.of(valid, random) + "}";
            HttpResponse<String> answer = posted(body);
            if (answer.statusCode() >= 500) {
                faults.add(answer.statusCode() + " " + body);
            }
        }
        return faults;
    }

    /** What was answered instead of 422 with the pointer; null for that. */
    private String notRefused(Model model, BrokenInputs.Broken broken) throws IOException, InterruptedException {
        String body = body(model, broken.input());
        HttpResponse<String> answer = posted(body);
        boolean named = answer.statusCode() == 422
                && Json.read(answer.body())
                        .path("errors")
                        .findValuesAsText("pointer")
                        .contains("/input" + broken.pointer());
        return named ? null : broken.pointer() + " in " + body + ": " + answer.body();
    }

    /** By the JDK's client, since there are thousands. */
    private HttpResponse<String> posted(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(Backends.gateway().resolve("/v1/generations"))
                        .header("Prefer", "respond-async")
                        .header("Authorization", "Bearer " + Backends.ADS_KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        ContractFilter.hold(answer);
        return answer;
    }

    private ObjectNode followingTheRules(Model model, SampleInputs samples) {
        while (true) {
            ObjectNode input = samples.next();
            if (inputs.errors(new ModelRequest(inputs, "ads", model.name(), input))
                    .isEmpty()) {
                return input;
            }
        }
    }

    private static String body(Model model, JsonNode input) {
        ObjectNode body = Json.object().put("model", model.name());
        try {
            return ASCII.writeValueAsString(body.set("input", input));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
