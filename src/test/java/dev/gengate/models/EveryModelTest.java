package dev.gengate.models;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.http.RequestRules;
import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.ledger.GenerationInsert;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
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
    private static final int BROKEN_OF_EACH_MODEL = 4;
    private static final int FUZZED_MODELS = 20;
    private static final int FUZZED = 10_000;
    private static final int CLIENTS = 8;
    private static final Set<String> STARTED = Set.of("submitting", "submitted", "succeeded");

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

    /** As clients write it that escape all that is not ASCII. */
    @Test
    void longestPromptMayBeEscapedAndNoRequestIsLongerThanAnEventHasRoomFor() {
        submit(request("grok-imagine/image-to-image", "\\u7f8e".repeat(50_000))).statusCode(202);
        submit(request("flux1-kontext", "x".repeat(RequestRules.MOST_TEXT)))
                .statusCode(413)
                .body("detail", containsString("without escapes"));
    }

    @Test
    void modelIsChosenByWhatItTakesMakesAndCosts() {
        ads().get("/v1/models?kind=video&takes=audio")
                .then()
                .statusCode(200)
                .body("items.model", hasItem("bytedance/seedance-2"))
                .body("items.kind", everyItem(equalTo("video")))
                .body("items.takes", everyItem(hasItem("audio")))
                .body("items.price.unit", everyItem(notNullValue()))
                .body("items.find { it.model == 'bytedance/seedance-2' }.price.from", equalTo(11.5f))
                .body("items.find { it.model == 'bytedance/seedance-2' }.price.to", equalTo(208));
        ads().get("/v1/models/ai-music-api/convert-to-wav-format")
                .then()
                .statusCode(200)
                .body("result.count", equalTo("n"))
                .body("runningTime.typical", equalTo("PT3M"))
                .body("runningTime.deadline", equalTo("PT12H"))
                .body("refersToEarlierTask.find { it.field == 'audio_id' }.takes", equalTo("track"));
    }

    /** The callback, the only sign of their tasks, comes when the video is done. */
    @Test
    void unconfirmedGenerationsOfASlowModelWaitLonger() {
        String model = "grok-imagine/text-to-video";
        String lost = unconfirmedOf("{\"model\":\"" + model + "\",\"input\":{\"prompt\":\"x\",\"duration\":6}}");
        UUID abandoned = UUID.randomUUID();
        ledger(GenerationInsert.in("submitting")
                .with("id", "'" + abandoned + "'")
                .with("model", "'" + model + "'")
                .with("due_at", "now() - interval '1 second'")
                .row());

        await().until(() -> numberInLedger("select count(*) from generation where state = 'unconfirmed' and id in ('"
                        + lost + "', '" + abandoned
                        + "') and due_at between now() + interval '44 minutes' and now() + interval '45 minutes'")
                == 2);
    }

    private static String request(String model, String prompt) {
        String url = model.startsWith("grok") ? ",\"image_urls\":[\"https://a.example/1.png\"]" : "";
        return "{\"model\":\"" + model + "\",\"input\":{\"prompt\":\"" + prompt + "\"" + url + "}}";
    }

    @Test
    void validInputsAreAcceptedHereAndByTheProvider() throws Exception {
        System.out.println("valid inputs, seed " + seed);
        provider.hasCredits(1_000_000_000);
        Map<String, String> earlier = new HashMap<>();
        List<Callable<String>> cases = new ArrayList<>();
        for (Model model : models) {
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            for (int sample = 0; sample < OF_EACH_MODEL; sample++) {
                ObjectNode input = followingTheRules(model, samples);
                model.earlierTasks().stream()
                        .filter(task -> input.has(task.field()))
                        .forEach(task -> input.put(task.field(), earlier(task, earlier)));
                cases.add(() -> notAccepted(body(model, input)));
            }
        }
        atOnce(cases);
    }

    /** What takes the place of an earlier generation: one for each family of models, which has succeeded and has a track. */
    private static String earlier(EarlierTask task, Map<String, String> known) {
        String id = known.computeIfAbsent(task.of().get(0), glob -> {
            String made =
                    submitted(ads(), "{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}");
            ended(made);
            ledger("update generation set model = '" + glob.replace("*", "x")
                    + "', result_data = jsonb_build_array(jsonb_build_object('id', 'a-track', 'audio_url',"
                    + " images::jsonb #> '{0,url}'))::text where id = '" + made + "'");
            return made;
        });
        return task.takes() == EarlierTask.Takes.TASK ? id : "generation:" + id + "/1";
    }

    /** What was answered instead of a task at the provider; null for that. */
    private String notAccepted(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(posted(body));
        boolean accepted = answer.statusCode() == 202
                && STARTED.contains(Json.read(answer.body()).path("state").asText());
        return accepted ? null : body + ": " + answer.body();
    }

    @Test
    void eachBrokenConstraintIs422WithItsPointerAndReachesNoProvider() throws Exception {
        List<Callable<String>> cases = new ArrayList<>();
        for (Model model : models) {
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            Set<String> had = new HashSet<>();
            for (int sample = 0; sample < BROKEN_OF_EACH_MODEL; sample++) {
                BrokenInputs.of(model.input(), samples.next()).stream()
                        // another branch may take it
                        .filter(broken -> had.add(broken.name())
                                && !(BrokenInputs.hasBranches(model.input()) && samples.allows(broken.input())))
                        .forEach(broken -> cases.add(() -> notRefused(model, broken)));
            }
        }
        atOnce(cases);
        System.out.println(cases.size() + " broken inputs of " + models.size() + " models, seed " + seed);
        assertTrue(cases.size() >= 2_000, cases.size() + " cases");
        assertEquals(0, provider.requests().size());
    }

    /** Each case tells what is wrong, or null. */
    private void atOnce(List<Callable<String>> cases) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<String> answered : clients.invokeAll(cases)) {
                assertNull(answered.get(), "seed " + seed);
            }
        } finally {
            clients.shutdownNow();
        }
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
            HttpResponse<String> answer = answer(posted(body).header("Prefer", "respond-async"));
            if (answer.statusCode() >= 500) {
                faults.add(answer.statusCode() + " " + body);
            }
        }
        return faults;
    }

    /** What was answered instead of 422 with the pointer; null for that. */
    private String notRefused(Model model, BrokenInputs.Broken broken) throws IOException, InterruptedException {
        String body = body(model, broken.input());
        HttpResponse<String> answer = answer(posted(body).header("Prefer", "respond-async"));
        boolean named = answer.statusCode() == 422
                // another branch may be nearer
                && (BrokenInputs.hasBranches(model.input())
                        || Json.read(answer.body())
                                .path("errors")
                                .findValuesAsText("pointer")
                                .contains("/input" + broken.pointer()));
        return named ? null : broken.pointer() + " in " + body + ": " + answer.body();
    }

    private static HttpRequest.Builder posted(String body) {
        return HttpRequest.newBuilder(Backends.gateway().resolve("/v1/generations"))
                .header("Authorization", "Bearer " + Backends.ADS_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** By the JDK's client, since there are thousands. */
    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
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
