package dev.gengate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Priority;
import dev.gengate.problem.ProblemType;
import dev.gengate.proof.contract.ApiContract;
import dev.gengate.proof.contract.ApiContract.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document agrees with the code that it speaks of and with its own examples; its judge misses nothing. */
class ApiContractTest {
    private static final ApiContract CONTRACT = ApiContract.read();
    private static final JsonNode DOCUMENT = CONTRACT.document();
    private static final String PROBLEM = "application/problem+json";
    private static final String NOT_FOUND =
            """
            {"type":"urn:gengate:problem:not-found","title":"Not found","status":404,
             "detail":"There is no generation with this id.","instance":"/v1/generations/1"}""";

    @TestFactory
    Stream<DynamicTest> everyExampleIsValid() {
        return operations()
                .flatMap(operation -> operation.responses().flatMap(response -> response.examples(operation)));
    }

    @Test
    void everyTypeOfProblemIsThereWithItsStatusAndTitle() {
        Set<String> shown = new TreeSet<>();
        DOCUMENT.findValues("value").stream()
                .filter(value -> value.path("type").asText().startsWith("urn:"))
                .forEach(problem -> shown.add(problem.path("type").asText() + " "
                        + problem.path("status").asText() + " "
                        + problem.path("title").asText()));

        Set<String> known = Arrays.stream(ProblemType.values())
                // a path that is there and a method that is not: no operation has it
                .filter(type -> type != ProblemType.METHOD_NOT_ALLOWED)
                .map(type -> type.uri() + " " + type.status() + " " + type.title())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, shown);
    }

    @Test
    void statesAndPrioritiesAreThoseOfTheCode() {
        assertEquals(
                Arrays.stream(GenerationState.values())
                        .map(GenerationState::wireName)
                        .toList(),
                texts(DOCUMENT.at("/components/schemas/State/enum")));
        assertEquals(
                Arrays.stream(Priority.values())
                        .map(priority -> priority.name().toLowerCase(Locale.ROOT))
                        .toList(),
                texts(DOCUMENT.at("/components/schemas/Priority/enum")));
    }

    @Test
    void answerAsDocumentedIsNoViolation() {
        assertEquals(List.of(), CONTRACT.violations(answer("GET", 404, PROBLEM, Map.of(), NOT_FOUND)));
    }

    @Test
    void whatIsNotDocumentedIsAViolation() {
        String more = NOT_FOUND.replace("{", "{\"stack\":\"…\",");
        List<Answer> answers = List.of(
                answer("GET", 418, PROBLEM, Map.of(), NOT_FOUND),
                answer("GET", 404, "text/html", Map.of(), NOT_FOUND),
                answer("GET", 404, PROBLEM, Map.of(), more),
                answer("GET", 404, PROBLEM, Map.of(), "{}"),
                answer("GET", 404, PROBLEM, Map.of("Retry-After", "1"), NOT_FOUND),
                answer("GET", 404, PROBLEM, Map.of("etag", "\"1\""), NOT_FOUND),
                answer("GET", 404, PROBLEM, Map.of("Idempotency-Key-Expires", "Tue"), NOT_FOUND),
                answer("GET", 503, PROBLEM, Map.of("Retry-After", "soon"), NOT_FOUND),
                answer("GET", 503, PROBLEM, Map.of(), NOT_FOUND),
                answer("PUT", 200, "application/json", Map.of(), "{}"),
                new Answer("GET", "/v1/secrets", 200, "application/json", Map.of(), "{}"));

        answers.forEach(answer -> assertFalse(CONTRACT.violations(answer).isEmpty(), answer::toString));
    }

    @Test
    void fieldOfAnEntryThatIsNotDocumentedIsAViolation() {
        String credits =
                """
                {"credits":1,"readAt":"2026-01-01T10:00:00Z",
                 "accounts":[{"account":"one","credits":1,"readAt":"2026-01-01T10:00:00Z"%s}]}""";

        assertEquals(List.of(), CONTRACT.violations(credits(credits.formatted(""))));
        assertFalse(CONTRACT.violations(credits(credits.formatted(",\"key\":\"…\"")))
                .isEmpty());
    }

    private static Answer credits(String body) {
        return new Answer("GET", "/v1/credits", 200, "application/json", Map.of(), body);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/generations/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11, 'Tue, 29 Dec 2026 12:00:00 GMT', true",
        "/v1/operations/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11, 'Tue, 29 Dec 2026 12:00:00 GMT', false",
        "/v1/generations/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11, 2026-12-29T12:00:00Z, false",
    })
    void headersAreAsDocumented(String location, String expires, boolean valid) {
        Answer submitted = new Answer(
                "POST",
                "/v1/generations",
                202,
                "application/json",
                Map.of("Location", location, "Idempotency-Key-Expires", expires),
                DOCUMENT.at("/components/examples/Succeeded/value").toString());

        assertEquals(valid, CONTRACT.violations(submitted).isEmpty());
    }

    private static Answer answer(String method, int status, String type, Map<String, String> headers, String body) {
        return new Answer(method, "/v1/generations/1", status, type, headers, body);
    }

    private static Stream<Operation> operations() {
        return DOCUMENT.path("paths").properties().stream().flatMap(path -> path.getValue().properties().stream()
                .filter(operation -> operation.getValue().has("operationId"))
                .map(operation -> new Operation(operation.getKey(), path.getKey(), operation.getValue())));
    }

    private static List<String> texts(JsonNode array) {
        return Stream.of(array)
                .flatMap(node -> {
                    assertTrue(node.isArray());
                    return StreamSupport.stream(node.spliterator(), false);
                })
                .map(JsonNode::asText)
                .toList();
    }

    private record Operation(String method, String path, JsonNode json) {
        Stream<Documented> responses() {
            return json.path("responses").properties().stream()
                    .map(response ->
                            new Documented(Integer.parseInt(response.getKey()), resolved(response.getValue())));
        }
    }

    private record Documented(int status, JsonNode json) {
        /** The headers without which it is none. */
        Map<String, String> required() {
            return json.path("headers").properties().stream()
                    .filter(header ->
                            resolved(header.getValue()).path("required").asBoolean())
                    .collect(Collectors.toMap(Map.Entry::getKey, header -> resolved(header.getValue())
                            .path("example")
                            .asText("1")));
        }

        Stream<DynamicTest> examples(Operation operation) {
            return json.path("content").properties().stream().flatMap(media -> {
                assertTrue(media.getValue().path("examples").size() > 0, operation::toString);
                return media.getValue().path("examples").properties().stream()
                        .map(example -> DynamicTest.dynamicTest(
                                operation.method() + " " + operation.path() + " " + status + " " + example.getKey(),
                                () -> assertEquals(
                                        List.of(),
                                        CONTRACT.violations(new Answer(
                                                operation.method().toUpperCase(Locale.ROOT),
                                                operation.path(),
                                                status,
                                                media.getKey(),
                                                required(),
                                                resolved(example.getValue())
                                                        .path("value")
                                                        .toString())))));
            });
        }
    }

    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }
}
