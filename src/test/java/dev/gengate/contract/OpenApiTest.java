package dev.gengate.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.generation.GenerationState;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document is complete: every operation, its errors as problems, examples. */
@QuarkusTest
class OpenApiTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({
        "post /v1/generations, 200 202 400 401 402 403 406 413 415 422 429 500 502 503",
        "get /v1/generations, 200 400 401 403 406 422 500 503",
        "get /v1/generations/{id}, 200 400 401 403 404 406 500 503",
        "delete /v1/generations/{id}, 200 400 401 403 404 406 409 500 503",
        "post /v1/generations/{id}/resubmit, 202 400 401 403 404 406 409 500 503",
        "post /v1/generations/{id}/task, 200 400 401 403 404 406 409 413 415 422 500 503",
        "post /v1/generations/{id}/replay, 200 400 401 403 404 406 409 500 503",
        "post /v1/replays, 202 400 401 403 406 413 415 422 500 503",
        "get /v1/replays/{id}, 200 400 401 403 404 406 500 503",
        "get /v1/credits, 200 400 401 403 406 500 502 503",
        "get /schemas/{name}, 200 404"
    })
    void operationHasEveryAnswerItCanGive(String operation, String statuses) throws IOException {
        assertEquals(
                statuses, String.join(" ", names(operations().get(operation).path("responses"))));
    }

    @Test
    void nothingElseIsThere() throws IOException {
        assertEquals(11, operations().size());
    }

    @Test
    void everyAnswerHasExamplesAndEveryErrorIsAProblem() throws IOException {
        assertTrue(
                document().at("/components/schemas/Problem/properties/errors").isObject());
        operations().forEach((operation, json) -> json.path("responses")
                .properties()
                .forEach(response -> assertExamples(operation, response.getKey(), response.getValue())));
    }

    private static void assertExamples(String operation, String status, JsonNode response) {
        String place = operation + " " + status;
        assertTrue(response.path("content").size() > 0, place);
        response.path("content")
                .forEach(media -> assertTrue(media.path("examples").size() > 0, place));
        if (status.compareTo("400") >= 0) {
            assertEquals(Set.of("application/problem+json"), names(response.path("content")), place);
            JsonNode media = response.at("/content/application~1problem+json");
            assertEquals(
                    "#/components/schemas/Problem", media.at("/schema/$ref").asText(), place);
            media.path("examples").forEach(example -> {
                assertEquals(status, example.at("/value/status").asText(), place);
                assertFalse(example.at("/value/detail").asText().isEmpty(), place);
                String instance = example.at("/value/instance").asText();
                assertTrue(
                        operation.endsWith(" " + instance.replaceFirst("[0-9a-f-]{36}", "{id}")),
                        place + " " + instance);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "post /v1/generations, 400, malformed-json bad-request",
        "post /v1/generations, 402, no-credits no-credits-met",
        "post /v1/generations, 422, invalid-input key-reused refused-input",
        "post /v1/generations, 429, queue-full quota-exceeded",
        "post /v1/generations, 502, provider-error",
        "get /v1/generations, 400, bad-request",
        "get /v1/generations, 422, invalid-input",
        "post /v1/generations/{id}/task, 422, invalid-input",
        "post /v1/replays, 422, invalid-input"
    })
    void everyTypeOfProblemHasItsExample(String operation, String status, String types) throws IOException {
        JsonNode examples = examples(operation, status);

        assertEquals(new TreeSet<>(Set.of(types.split(" "))), names(examples));
        examples.properties()
                .forEach(example -> assertTrue(("urn:gengate:problem:" + example.getKey())
                        .startsWith(example.getValue().at("/value/type").asText())));
        if (examples.has("invalid-input")) {
            assertEquals(1, examples.at("/invalid-input/value/errors").size());
        }
    }

    @Test
    void problemOfAGenerationNamesIt() throws IOException {
        assertTrue(examples("post /v1/generations", "402")
                .at("/no-credits/value/id")
                .isMissingNode());
        for (String example :
                List.of("402 no-credits-met", "422 key-reused", "422 refused-input", "502 provider-error")) {
            String[] place = example.split(" ");
            assertTrue(
                    examples("post /v1/generations", place[0])
                            .at("/" + place[1] + "/value/id")
                            .isTextual(),
                    example);
        }
        assertTrue(examples("get /v1/credits", "502")
                .at("/provider-error/value/id")
                .isMissingNode());
    }

    @Test
    void whoMayNotIsToldInTheWordsOfThisDocument() throws IOException {
        operations().forEach((operation, json) -> {
            if (operation.contains("/v1/")) {
                assertEquals(
                        "No or wrong credentials",
                        json.at("/responses/401/description").asText());
                assertEquals(
                        "The caller has not the role for this",
                        json.at("/responses/403/description").asText());
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "post /v1/generations, 202, Idempotency-Key-Expires Idempotent-Replayed Location Preference-Applied",
        "post /v1/generations, 200, Idempotency-Key-Expires Idempotent-Replayed Location Preference-Applied",
        "post /v1/generations, 429, Retry-After",
        "post /v1/generations, 503, Retry-After",
        "get /v1/generations/{id}, 200, Preference-Applied",
        "get /v1/credits, 503, Retry-After",
        "get /v1/credits, 401, WWW-Authenticate",
        "post /v1/replays, 202, Location"
    })
    void answerHasItsHeaders(String operation, String status, String headers) throws IOException {
        JsonNode document = document();

        JsonNode described = operations().get(operation).at("/responses/" + status + "/headers");

        assertEquals(headers, String.join(" ", names(described)));
        described.forEach(header -> assertTrue(
                document.at(header.path("$ref").asText().substring(1))
                        .at("/schema")
                        .isObject(),
                header::toString));
    }

    @Test
    void whatAPathDoesNotTakeIsAnsweredWithWhatItTakes() throws IOException {
        Map<String, Set<String>> taken = new TreeMap<>();
        Map<String, Set<String>> allowed = new TreeMap<>();
        document().path("paths").properties().forEach(path -> {
            boolean belowAnId = path.getKey().contains("}/");
            taken.put(path.getKey(), belowAnId ? Set.of("HTTP/1.1 404 Not Found") : methods(path.getValue()));
            allowed.put(path.getKey(), allowedIfNotPut(path.getKey()));
        });

        assertEquals(taken, allowed);
    }

    private static Set<String> methods(JsonNode path) {
        Set<String> methods = new TreeSet<>();
        path.fieldNames().forEachRemaining(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static Set<String> allowedIfNotPut(String path) {
        Response answer = given().put(path.replaceAll("[{}]", ""));
        String allow = answer.statusCode() == 405 ? answer.header("Allow") : answer.statusLine();
        return new TreeSet<>(Set.of(allow.split(", ")));
    }

    @Test
    void parametersHaveTheirBounds() throws IOException {
        JsonNode state = parameter("state").path("schema");
        JsonNode limit = parameter("limit").path("schema");

        assertEquals(
                Arrays.stream(GenerationState.values())
                        .map(GenerationState::wireName)
                        .collect(Collectors.toSet()),
                texts(state.path("enum")));
        assertEquals("integer", limit.path("type").asText());
        assertEquals(1, limit.path("minimum").asInt());
        assertEquals(100, limit.path("maximum").asInt());
    }

    private static JsonNode parameter(String name) throws IOException {
        for (JsonNode parameter : operations().get("get /v1/generations").path("parameters")) {
            if (name.equals(parameter.path("name").asText())) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name);
    }

    @Test
    void credentialsAreAKeyOrAToken() throws IOException {
        JsonNode scheme = document().at("/components/securitySchemes/caller");

        assertEquals("bearer", scheme.path("scheme").asText());
        assertNotEquals("JWT", scheme.path("bearerFormat").asText());
        assertTrue(scheme.path("description").asText().contains("key"));
        operations()
                .forEach((operation, json) -> assertEquals(
                        operation.contains("/v1"), json.path("security").path(0).has("caller"), operation));
    }

    @Test
    void inputIsThatOfOneOfTheModels() throws IOException {
        JsonNode schemas = document().at("/components/schemas");

        assertEquals(
                "#/components/schemas/Imagen4FastInput",
                schemas.at("/ModelInput/oneOf/0/$ref").asText());
        assertEquals(
                "google/imagen4-fast",
                schemas.at("/Submission/properties/model/enum/0").asText());
        for (String holder : List.of("Submission", "Generation")) {
            assertTrue(schemas.at("/" + holder + "/properties/input")
                    .toString()
                    .contains("#/components/schemas/ModelInput"));
        }
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

    private static JsonNode examples(String operation, String status) throws IOException {
        return operations().get(operation).at("/responses/" + status + "/content/application~1problem+json/examples");
    }

    private static Map<String, JsonNode> operations() throws IOException {
        Map<String, JsonNode> operations = new TreeMap<>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
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
