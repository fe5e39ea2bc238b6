package dev.gengate.models;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that name earlier generations: of their own caller alone, and the provider gets its own ids and URLs. */
@QuarkusTest
@TestProfile(EveryModelTest.All.class)
class EarlierGenerationTest extends GatewayTest {
    private static final String VIDEO =
            "{\"model\":\"grok-imagine/text-to-video\",\"input\":{\"prompt\":\"x\",\"duration\":6}}";

    @Test
    void resultOfAnEarlierGenerationStandsForItsUrl() {
        String id = succeeded("{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}");
        String url = ended(id).extract().path("results[0].url");

        String edited = submitted(ads(), edit(id, 1));

        ended(edited).body("input.image_urls[0]", equalTo("generation:" + id + "/1"));
        assertEquals(url, sent(edited).at("/input/image_urls/0").asText());
    }

    @Test
    void earlierTaskIsNamedByItsGeneration() {
        String id = succeeded(VIDEO);
        String task = ended(id).extract().path("taskId");

        String upscaled = submitted(ads(), upscale(id));

        assertEquals(task, sent(upscaled).at("/input/task_id").asText());
    }

    @Test
    void trackIsNamedByItsGenerationAndItsNumber() {
        String id = succeeded("{\"model\":\"ai-music-api/generate\",\"input\":{\"prompt\":\"x\",\"custom_mode\":false,"
                + "\"instrumental\":false,\"model\":\"V6\"}}");
        String track = ended(id).extract().path("data[1].id");

        String converted = submitted(ads(), wav(id, 2));

        assertEquals(track, sent(converted).at("/input/audio_id").asText());
        submit(wav(id, 9)).statusCode(422).body("errors[0].pointer", equalTo("/input/audio_id"));

        // of a track that came without audio there is no result, and the next is the first
        ledger("update generation set images = (images::jsonb - 0)::text,"
                + " result_data = jsonb_set(result_data::jsonb, '{0,audio_url}', '\"\"')::text where id = '" + id
                + "'");
        assertEquals(
                track, sent(submitted(ads(), wav(id, 1))).at("/input/audio_id").asText());
    }

    @Test
    void trackOfAnotherGenerationThanTheTaskIsRefused() {
        String image = "{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}";
        String one = succeeded(image);
        String other = succeeded(image);
        ledger("update generation set model = 'ai-music-api/generate', result_data = jsonb_build_array("
                + "jsonb_build_object('id', 't', 'audio_url', images::jsonb #> '{0,url}'))::text where id in ('"
                + one + "', '" + other + "')");

        submit(wav(one, 1)).statusCode(202);
        submit(wav(one, 1).replace("generation:" + one, "generation:" + other))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/input/audio_id"))
                .body("errors[0].detail", equalTo("must be of the generation that the input names as its task"));
    }

    /** The provider would get a dead link, or one that it cannot use there. */
    @Test
    void resultThatIsGoneOrOfAnotherKindIsRefused() {
        String image = "{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}";
        String lost = succeeded(image);
        String expired = succeeded(image);
        change(lost, "{0,lost}", "true");
        change(expired, "{0,expiresAt}", "\"2020-01-01T00:00:00Z\"");
        // in a store that signs no URL
        change(expired, "{0,stored}", "{\"mediaType\":\"image/png\",\"bytes\":100}");

        for (String id : List.of(lost, expired, succeeded(VIDEO))) {
            submit(edit(id, 1))
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/input/image_urls/0"))
                    .body(
                            "errors[0].detail",
                            equalTo(
                                    "must be generation:{id}/{n} with a result (image) that the provider can still read,"
                                            + " of a generation of yours that has succeeded"));
        }
    }

    /** Of what is stored type and size are known before the provider would refuse it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            image/gif  | 100        | takes image/jpeg, image/png, image/webp, and this file is image/gif
            video/mp4  | 100        | takes image, and this file is video/mp4
            image/png  | 10485761   | takes files of 10485760 bytes at most, and this one has 10485761
            image/png  | 10485760   |
            """)
    void storedResultIsOfATypeAndASizeThatTheModelTakes(String type, long bytes, String fault) {
        String id = succeeded("{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}");
        change(id, "{0,stored}", "{\"mediaType\":\"" + type + "\",\"bytes\":" + bytes + "}");

        ValidatableResponse answer = submit(edit(id, 1)).statusCode(fault == null ? 202 : 422);
        if (fault != null) {
            answer.body("errors[0].pointer", equalTo("/input/image_urls/0")).body("errors[0].detail", equalTo(fault));
        }
    }

    private static void change(String id, String path, String value) {
        ledger("update generation set images = jsonb_set(images::jsonb, '" + path + "', '" + value
                + "')::text where id = '" + id + "'");
    }

    @Test
    void foreignUnknownUnfinishedAndUnsuitableOnesLookAlike() {
        String foreign = submitted(as(Backends.SHOP_KEY), VIDEO);
        as(Backends.SHOP_KEY)
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + foreign)
                .then()
                .body("state", equalTo("succeeded"));
        String image = succeeded("{\"model\":\"z-image\",\"input\":{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}}");
        String unknown = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";

        provider.completesAfter(Duration.ofMinutes(1));
        String unfinished = submitted(ads(), VIDEO);

        for (String id : List.of(foreign, unknown, unfinished, image, "task_google_1765172332800")) {
            submit(upscale(id))
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/input/task_id"))
                    .body(
                            "errors[0].detail",
                            equalTo("must be the id of a generation of yours that has succeeded and is of"
                                    + " grok-imagine/*"));
        }
        for (String id : List.of(foreign, unknown)) {
            submit(edit(id, 1)).statusCode(422).body("errors[0].pointer", equalTo("/input/image_urls/0"));
        }
        submit(edit(image, 9)).statusCode(422).body("errors[0].pointer", equalTo("/input/image_urls/0"));
        submit(edit(image, 100)).statusCode(422).body("errors[0].detail", containsString("with a result (image)"));
    }

    private static String succeeded(String body) {
        String id = submitted(ads(), body);
        ended(id).body("state", equalTo("succeeded"));
        return id;
    }

    private JsonNode sent(String id) {
        return provider.requests().stream()
                .filter(request -> request.generationId().toString().equals(id))
                .map(request -> Json.read(request.body()))
                .findFirst()
                .orElseThrow();
    }

    private static String edit(String id, int result) {
        return "{\"model\":\"google/nano-banana-edit\",\"input\":{\"prompt\":\"x\",\"image_urls\":[\"generation:" + id
                + "/" + result + "\"]}}";
    }

    private static String wav(String id, int track) {
        return "{\"model\":\"ai-music-api/convert-to-wav-format\",\"input\":{\"task_id\":\"" + id
                + "\",\"audio_id\":\"generation:" + id + "/" + track + "\"}}";
    }

    private static String upscale(String id) {
        return "{\"model\":\"grok-imagine/upscale\",\"input\":{\"task_id\":\"" + id + "\"}}";
    }
}
