package dev.gengate.submission;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each constraint broken alone: a 4xx that names the field, and nothing sent or stored. */
@QuarkusTest
class ValidationTest extends GatewayTest {
    private static final String ASTRAL = "😀"; // one code point, two chars

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("[]", ""),
                Arguments.of("\"text\"", ""),
                Arguments.of("{}", "/input"),
                Arguments.of("{\"input\":null}", "/input"),
                Arguments.of("{\"input\":[]}", "/input"),
                Arguments.of("{\"input\":\"x\"}", "/input"),
                Arguments.of("{\"input\":{}}", "/input/prompt"),
                Arguments.of(input("\"prompt\":null"), "/input/prompt"),
                Arguments.of(input("\"prompt\":\"\""), "/input/prompt"),
                Arguments.of(input("\"prompt\":\" \\n \""), "/input/prompt"),
                Arguments.of(input("\"prompt\":5"), "/input/prompt"),
                Arguments.of(input("\"prompt\":true"), "/input/prompt"),
                Arguments.of(input("\"prompt\":{}"), "/input/prompt"),
                Arguments.of(input("\"prompt\":[\"x\"]"), "/input/prompt"),
                Arguments.of(input("\"prompt\":\"" + "x".repeat(5001) + "\""), "/input/prompt"),
                Arguments.of(input("\"prompt\":\"" + ASTRAL.repeat(5001) + "\""), "/input/prompt"),
                Arguments.of(input("\"prompt\":\"a\\u0000b\""), "/input/prompt"),
                Arguments.of(input("\"prompt\":\"a\\ud800b\""), "/input/prompt"),
                Arguments.of(valid("\"negative_prompt\":\"" + "x".repeat(5001) + "\""), "/input/negative_prompt"),
                Arguments.of(valid("\"negative_prompt\":7"), "/input/negative_prompt"),
                Arguments.of(valid("\"negative_prompt\":\"\\u0000\""), "/input/negative_prompt"),
                Arguments.of(valid("\"aspect_ratio\":\"2:1\""), "/input/aspect_ratio"),
                Arguments.of(valid("\"aspect_ratio\":\"\""), "/input/aspect_ratio"),
                Arguments.of(valid("\"aspect_ratio\":\"16:9\\n\""), "/input/aspect_ratio"),
                Arguments.of(valid("\"aspect_ratio\":16.9"), "/input/aspect_ratio"),
                Arguments.of(valid("\"num_images\":\"0\""), "/input/num_images"),
                Arguments.of(valid("\"num_images\":\"5\""), "/input/num_images"),
                Arguments.of(valid("\"num_images\":5"), "/input/num_images"),
                Arguments.of(valid("\"num_images\":0"), "/input/num_images"),
                Arguments.of(valid("\"num_images\":1.0"), "/input/num_images"),
                Arguments.of(valid("\"num_images\":\"\""), "/input/num_images"),
                Arguments.of(valid("\"num_images\":true"), "/input/num_images"),
                Arguments.of(valid("\"num_images\":[1]"), "/input/num_images"),
                Arguments.of(valid("\"seed\":1.5"), "/input/seed"),
                Arguments.of(valid("\"seed\":\"7\""), "/input/seed"),
                Arguments.of(valid("\"seed\":true"), "/input/seed"),
                Arguments.of(valid("\"seed\":9223372036854775808"), "/input/seed"),
                Arguments.of(valid("\"seed\":1e400"), "/input/seed"),
                Arguments.of(valid("\"seed\":1e25"), "/input/seed"),
                Arguments.of(valid("\"sede\":7"), "/input/sede"),
                Arguments.of(body("\"callBackUrl\":\"https://evil.example\""), "/callBackUrl"),
                Arguments.of(body("\"a/b~c\":1"), "/a~1b~0c"),
                Arguments.of(body("\"model\":\"google/imagen5\""), "/model"),
                Arguments.of(body("\"model\":\"\""), "/model"),
                Arguments.of(body("\"model\":7"), "/model"),
                Arguments.of(body("\"correlationId\":\"\""), "/correlationId"),
                Arguments.of(body("\"correlationId\":\"" + "x".repeat(129) + "\""), "/correlationId"),
                Arguments.of(body("\"correlationId\":\"a\\r\\nX-Evil: 1\""), "/correlationId"),
                Arguments.of(body("\"correlationId\":\"\\udc00\""), "/correlationId"),
                Arguments.of(body("\"correlationId\":42"), "/correlationId"),
                Arguments.of(body("\"metadata\":[]"), "/metadata"),
                Arguments.of(body("\"metadata\":\"x\""), "/metadata"),
                Arguments.of(body("\"metadata\":{\"k\":1}"), "/metadata/k"),
                Arguments.of(body("\"metadata\":{\"k\":null}"), "/metadata/k"),
                Arguments.of(body("\"metadata\":{\"k\":{}}"), "/metadata/k"),
                Arguments.of(body("\"metadata\":{\"\":\"v\"}"), "/metadata/"),
                Arguments.of(body("\"metadata\":{\"k\":\"" + "x".repeat(501) + "\"}"), "/metadata/k"),
                Arguments.of(body("\"metadata\":{\"" + "k".repeat(41) + "\":\"v\"}"), "/metadata/" + "k".repeat(41)),
                Arguments.of(body("\"metadata\":{\"k\":\"\\u0000\"}"), "/metadata/k"),
                Arguments.of(body("\"metadata\":" + entries(17)), "/metadata"),
                Arguments.of(body("\"priority\":\"urgent\""), "/priority"),
                Arguments.of(body("\"priority\":1"), "/priority"),
                Arguments.of(body("\"priority\":\"\""), "/priority"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void invalidBodyNamesItsField(String body, String pointer) {
        submit(body)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gengate:problem:invalid-input"))
                .body("instance", equalTo("/v1/generations"))
                .body("errors.pointer", hasItem(pointer));

        assertEquals(0, provider.requests().size());
    }

    static Stream<String> validAtTheEdge() {
        return Stream.of(
                input("\"prompt\":\"" + "x".repeat(5000) + "\""),
                input("\"prompt\":\"" + ASTRAL.repeat(5000) + "\""),
                valid("\"negative_prompt\":\"" + ASTRAL.repeat(5000) + "\""),
                valid("\"negative_prompt\":\"\""),
                valid("\"negative_prompt\":null,\"aspect_ratio\":null,\"num_images\":null,\"seed\":null"),
                valid("\"aspect_ratio\":\"1:1\""),
                valid("\"aspect_ratio\":\"auto\""),
                valid("\"aspect_ratio\":\"9:16\""),
                valid("\"aspect_ratio\":\"3:4\""),
                valid("\"aspect_ratio\":\"4:3\""),
                valid("\"num_images\":\"1\""),
                valid("\"num_images\":4"),
                valid("\"seed\":0"),
                valid("\"seed\":-1"),
                valid("\"seed\":9223372036854775807"),
                body("\"model\":\"google/imagen4-fast\""),
                body("\"correlationId\":\"" + ASTRAL.repeat(128) + "\""),
                body("\"metadata\":" + entries(16)),
                body("\"metadata\":{\"" + ASTRAL.repeat(40) + "\":\"" + ASTRAL.repeat(500) + "\"}"),
                body("\"metadata\":{\"k\":\"\"}"),
                body("\"priority\":\"low\""));
    }

    @ParameterizedTest
    @MethodSource("validAtTheEdge")
    void validBodyAtItsLimitIsAccepted(String body) {
        submit(body).statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nope",
                "{\"input\":{\"prompt\":\"x\"}} trailing",
                "{\"input\":{\"prompt\":\"x\",\"prompt\":\"y\"}}",
                "{'input':{}}",
                "{\"input\":{\"prompt\":\"a\nb\"}}"
            })
    void malformedJsonIs400(String body) {
        submit(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:gengate:problem:malformed-json"));
    }

    @Test
    void deepNestingIs400() {
        submit("[".repeat(500)).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void longNameIs400() {
        submit("{\"" + "n".repeat(257) + "\":1}")
                .statusCode(400)
                .body("detail", containsString("a name of more than 256 characters"));
    }

    @Test
    void thousandsOfEntriesInTheMetadataAreOneError() {
        String entries = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"\\ud800" + i + "\":null")
                .collect(Collectors.joining(","));
        submit(body("\"metadata\":{" + entries + "}"))
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/metadata")));
    }

    /** Each has a pointer of 2 kB: of all of them there would be no room for others' requests. */
    @Test
    void valuesThatAreTooDeepAreNamedUpTo50Times() {
        String opened = ("{\"" + "n".repeat(250) + "\":").repeat(8);
        submit("{\"input\":" + opened + "[" + "1,".repeat(1_900) + "1]" + "}".repeat(8) + "}")
                .statusCode(422)
                .body("errors", hasSize(50))
                .body("errors[0].detail", equalTo("is nested too deeply"));
    }

    @Test
    void numberOfBillionsOfDigitsIs422WithAKeyToo() {
        submit(ads().header("Idempotency-Key", UUID.randomUUID().toString()), input("\"prompt\":100e2147483647"))
                .statusCode(422)
                .body("errors.pointer", hasItem("/input/prompt"));
    }

    @Test
    void invalidUtf8Is400() {
        ads().contentType("application/json")
                .body(new byte[] {'{', '"', (byte) 0xff, '"', '}'})
                .post("/v1/generations")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void emptyBodyIs400() {
        ads().contentType(ContentType.JSON)
                .post("/v1/generations")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("empty"));
    }

    @Test
    void bodyOfTwoMebibytesIs413() {
        submit(input("\"prompt\":\"" + "x".repeat(2 * 1024 * 1024) + "\""))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("status", equalTo(413));
    }

    @Test
    void otherContentTypeIs415() {
        ads().contentType("text/plain")
                .body("{}")
                .post("/v1/generations")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        submit("{\"input\":{\"prompt\":\"\",\"aspect_ratio\":\"7:1\",\"extra\":1},\"more\":2,\"correlationId\":\"\"}")
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems("/input/prompt", "/input/aspect_ratio", "/input/extra", "/more", "/correlationId"));
    }

    @Test
    void valuesOfTheWrongTypeDoNotHideWhatElseIsWrong() {
        submit(
                        "{\"input\":{\"prompt\":7,\"seed\":\"x\",\"aspect_ratio\":\"2:1\"},\"model\":1,\"priority\":\"now\",\"metadata\":{\"k\":1},"
                                + "\"correlationId\":\"\"}")
                .statusCode(422)
                .body("errors.findAll { it.detail.contains('required') }", hasSize(0))
                .body(
                        "errors.pointer",
                        containsInAnyOrder(
                                "/input/prompt",
                                "/input/seed",
                                "/input/aspect_ratio",
                                "/model",
                                "/priority",
                                "/metadata/k",
                                "/correlationId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"input\":{\"prompt\":\"x\"}", "\"metadata\":[]"})
    void atMost50ErrorsAreNamedWhetherTheBodyBindsOrNot(String field) {
        StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            unknown.append(",\"f").append(i).append("\":1");
        }

        submit("{" + field + unknown + "}").statusCode(422).body("errors", hasSize(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ümlaut", "tab\tinside"})
    void unprintableIdempotencyKeyIs422(String key) {
        submit(ads().header("Idempotency-Key", key), valid("\"seed\":1"))
                .statusCode(422)
                .body("errors.pointer", hasItem("header/Idempotency-Key"));
    }

    @Test
    void idempotencyKeyOf255IsTakenAndOf256IsNot() {
        String key = UUID.randomUUID() + "k".repeat(219);
        submit(ads().header("Idempotency-Key", key), valid("\"seed\":1")).statusCode(202);
        submit(ads().header("Idempotency-Key", key + "k"), valid("\"seed\":1")).statusCode(422);
    }

    private static String input(String fields) {
        return "{\"input\":{" + fields + "}}";
    }

    private static String valid(String fields) {
        return input("\"prompt\":\"valid\"," + fields);
    }

    private static String body(String fields) {
        return "{\"input\":{\"prompt\":\"valid\"}," + fields + "}";
    }

    private static String entries(int count) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        return json.append("}").toString();
    }
}
