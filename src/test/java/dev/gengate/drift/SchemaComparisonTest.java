package dev.gengate.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class of difference, and what is none because the provider's schemas are not clean. */
class SchemaComparisonTest {
    private static final String OURS =
            """
            {"type":"object","properties":{
              "prompt":{"type":"string","maxLength":5000},
              "size":{"type":"string","enum":["1K","2K"],"default":"1K"},
              "n":{"type":"integer","minimum":1},
              "image_url":{"type":"string","x-media":{"kind":"image"}},
              "shots":{"type":"array","items":{"type":"object","properties":{"seconds":{"type":"number"}}}}},
             "required":["prompt"],"additionalProperties":false}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/properties/prompt             | null                                    | REMOVED prompt true",
                "/properties/hdr                | {\"type\":\"boolean\"}                  | ADDED hdr false",
                "/properties/size/enum          | [\"1K\",\"2K\",\"4K\"]                  | ENUM_GREW size false",
                "/properties/size/enum          | [\"2K\"]                                | REMOVED size true",
                "/properties/size/default       | \"2K\"                                  | DEFAULT_OF_PRICE size true",
                "/properties/n/default          | 4                                       | ``",
                "/properties/n/type             | \"number\"                              | ``",
                "/properties/n/type             | \"string\"                              | TYPE n true",
                "/properties/n/minimum          | 2                                       | BOUND n false",
                "/properties/prompt/maxLength   | 800                                     | BOUND prompt false",
                "/properties/image_url/type     | \"object\"                              | ``",
                "/properties/shots/items/properties/seconds/type | \"string\"             | TYPE shots[].seconds true",
                "/required                      | [\"prompt\",\"n \"]                     | NEWLY_REQUIRED n true",
                "/required                      | []                                      | ``"
            })
    void differenceHasItsClass(String pointer, String value, String difference) {
        JsonNode theirs = Json.read(OURS);
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) theirs.at(pointer.substring(0, last));
        if (value.equals("null")) {
            parent.remove(pointer.substring(last + 1));
        } else {
            parent.set(pointer.substring(last + 1), Json.read(value));
        }

        assertEquals(
                difference == null ? "" : difference,
                shown(SchemaComparison.of(Json.read(OURS), openApi(theirs), List.of("size"))));
    }

    @Test
    void namesThatEndInABlankAreTheSame() {
        String theirs = OURS.replace("\"size\"", "\"size \"");

        assertEquals("", shown(SchemaComparison.of(Json.read(OURS), openApi(Json.read(theirs)), List.of("size"))));
    }

    @Test
    void newFieldThatIsRequiredIsAlarming() {
        JsonNode theirs = Json.read(OURS.replace("\"required\":[\"prompt\"]", "\"required\":[\"prompt\",\"mode\"]")
                .replace(
                        "{\"type\":\"object\",\"properties\":{\n",
                        "{\"type\":\"object\",\"properties\":{\"mode\":{},\n"));

        assertEquals(
                "NEWLY_REQUIRED mode true", shown(SchemaComparison.of(Json.read(OURS), openApi(theirs), List.of())));
    }

    @Test
    void differenceThatTheFileKnowsIsNoAlarmAndHidesNoOther() {
        JsonNode gone = Json.read(OURS.replace("\"prompt\":{\"type\":\"string\",\"maxLength\":5000},", ""));
        JsonNode other = Json.read(OURS.replace("\"prompt\":{\"type\":\"string\"", "\"prompt\":{\"type\":\"object\""));

        assertEquals("info  removed prompt: the provider does not have it any more (known)", known(gone));
        assertEquals("ALARM type prompt: string became object", known(other));
    }

    private static String known(JsonNode theirs) {
        return SchemaComparison.of(Json.read(OURS), openApi(theirs), List.of()).orElseThrow().stream()
                .map(one -> one.in(Map.of("prompt", "removed")).toString())
                .collect(Collectors.joining(", "));
    }

    /** The provider's conditions are lost: branches are one object, in which the fields of all are optional. */
    @Test
    void branchesAreComparedTogether() {
        JsonNode ours = Json.read(
                """
                {"oneOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},
                          {"properties":{"b":{"type":"string"}},"required":["b"]}]}""");
        JsonNode theirs = Json.read("{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}}}");

        assertEquals("", shown(SchemaComparison.of(ours, openApi(theirs), List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"$ref\":\"#/components/schemas/a\"}", "{\"oneOf\":[{\"$ref\":\"#/components/schemas/a\"}]}"})
    void inputIsFoundBehindAReferenceAndInBranches(String input) {
        ObjectNode theirs = openApi(Json.read(input));
        theirs.putObject("components")
                .putObject("schemas")
                .set("a", Json.read(OURS.replace("\"maxLength\":5000", "\"maxLength\":800")));

        assertEquals("BOUND prompt false", shown(SchemaComparison.of(Json.read(OURS), theirs, List.of())));
    }

    @Test
    void documentWithoutAnInputIsNoAgreement() {
        assertEquals(Optional.empty(), SchemaComparison.of(Json.read(OURS), Json.read("{\"paths\":{}}"), List.of()));
        assertEquals(
                Optional.empty(),
                SchemaComparison.of(Json.read(OURS), openApi(Json.read("{\"type\":\"object\"}")), List.of()));
    }

    private static String shown(Optional<List<Difference>> differences) {
        return String.join(
                ", ",
                differences.orElseThrow().stream()
                        .map(one -> one.kind() + " " + one.field() + " " + one.alarming())
                        .toList());
    }

    private static ObjectNode openApi(JsonNode input) {
        ObjectNode document = Json.object();
        ObjectNode properties = document.putObject("paths")
                .putObject("/api/v1/jobs/createTask")
                .putObject("post")
                .putObject("requestBody")
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .putObject("properties");
        properties.putObject("model");
        properties.set("input", input);
        return document;
    }
}
