package dev.gengate.problem;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is complete: every operation, its errors as problems, examples. */
@QuarkusTest
class OpenApiTest extends GatewayTest {

    @Test
    void everyOperationIsThereWithItsErrors() throws IOException {
        JsonNode document = document();

        assertEquals(
                Set.of(
                        "/schemas/{name}",
                        "/v1/credits",
                        "/v1/generations",
                        "/v1/generations/{id}",
                        "/v1/generations/{id}/replay",
                        "/v1/generations/{id}/resubmit",
                        "/v1/replays",
                        "/v1/replays/{id}"),
                names(document.path("paths")));
        JsonNode submit = document.at("/paths/~1v1~1generations/post");
        assertEquals(
                Set.of("200", "202", "400", "401", "402", "403", "413", "415", "422", "429", "502", "503"),
                names(submit.path("responses")));
    }

    @Test
    void everyErrorIsAProblemWithAnExample() throws IOException {
        JsonNode document = document();
        assertTrue(document.at("/components/schemas/Problem/properties/errors").isObject());
        document.path("paths").properties().forEach(path -> path.getValue()
                .forEach(operation -> operation.path("responses").properties().forEach(response -> {
                    if (path.getKey().startsWith("/v1") && response.getKey().compareTo("400") >= 0) {
                        JsonNode media = response.getValue().at("/content/application~1problem+json");
                        String place = path.getKey() + " " + response.getKey();
                        assertEquals(
                                "#/components/schemas/Problem",
                                media.at("/schema/$ref").asText(),
                                place);
                        assertEquals(
                                response.getKey(), media.at("/example/status").asText(), place);
                    }
                })));
    }

    @Test
    void submissionIsDescribedWithItsLimitsAndExamples() throws IOException {
        JsonNode document = document();

        JsonNode input = document.at("/components/schemas/Imagen4FastInput/properties");
        assertEquals(5000, input.at("/prompt/maxLength").asInt());
        assertEquals(Set.of("aspect_ratio", "negative_prompt", "num_images", "prompt", "seed"), names(input));
        JsonNode body = document.at("/paths/~1v1~1generations/post/requestBody/content/application~1json");
        assertTrue(body.path("examples").size() >= 2);
    }

    private static JsonNode document() throws IOException {
        String text = given().header("Accept", "application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return new ObjectMapper().readTree(text);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
