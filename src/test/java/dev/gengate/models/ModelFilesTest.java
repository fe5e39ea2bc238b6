package dev.gengate.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.http.RequestRules;
import dev.gengate.models.ModelFile.BadModelException;
import dev.gengate.models.input.InputFields;
import dev.gengate.models.input.InputSchema;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that ship: each is a model, and what is made of them is up to date. */
class ModelFilesTest {
    private static final Map<String, Path> FILES = ModelFiles.files(ModelFiles.DIRECTORY);
    private static final Path IMAGEN = FILES.get("google/imagen4-fast");

    /** Models whose pages bound the seconds of reference videos. */
    private static final Set<String> BOUNDED = Set.of(
            "bytedance/seedance-2",
            "bytedance/seedance-2-5",
            "bytedance/seedance-2-fast",
            "bytedance/seedance-2-mini",
            "minimax-h3/reference-to-video");

    private static final long UNBOUNDED = 10_000_000;
    /** Characters of 16 entries of metadata, and of the correlationId. */
    private static final int METADATA = 16 * (40 + 500);

    private static final int CORRELATION_ID = 128;
    /** Around all these. */
    private static final int PUNCTUATION = 150;

    private final ModelFile reader = new ModelFile();

    @Test
    void everyFileIsAModel() throws IOException {
        for (Map.Entry<String, Path> file : FILES.entrySet()) {
            byte[] content = Files.readAllBytes(file.getValue());
            assertEquals(file.getKey(), reader.read(content).name());
            assertEquals(
                    file.getKey().replace('/', '_') + ".json",
                    file.getValue().getFileName().toString());
        }
        assertEquals(195, FILES.size());
    }

    @Test
    void indexAndTableAreThoseOfTheFiles() throws IOException {
        assertEquals(
                ModelFiles.text(ModelFiles.index(ModelFiles.DIRECTORY)),
                Files.readString(ModelFiles.DIRECTORY.resolve(ModelFiles.INDEX)),
                "deploy/proof models makes it again");
        String page = Files.readString(ModelFiles.PAGE);
        assertEquals(ModelFiles.withTable(page), page, "deploy/proof models makes it again");
    }

    /** A choice that several parts make together has one too, unless the schema refuses it. */
    @Test
    void everyChoiceThatSelectsThePriceHasARate() {
        for (Path path : FILES.values()) {
            Model model = ModelReader.model(ModelFiles.read(path));
            if (model.price() != null) {
                JsonNode select = model.price().json().path("select");
                List<List<JsonNode>> combinations = List.of(List.of());
                for (JsonNode selector : select) {
                    combinations = combinations.stream()
                            .flatMap(some -> choices(selector, model).map(choice -> with(some, choice)))
                            .toList();
                }
                combinations.forEach(choices -> assertTrue(
                        hasRate(model, choices) || refused(model, select, choices), model.name() + " " + choices));
            }
        }
    }

    /** What the console makes a form of: fields, or alternatives that have some, and a name to choose them by. */
    @Test
    void everyInputHasFields() {
        for (Path path : FILES.values()) {
            JsonNode input = ModelFiles.read(path).get("input");
            Set<String> titles = new HashSet<>();
            if (input.path("properties").isEmpty()) {
                assertTrue(input.path("oneOf").size() > 1, path::toString);
            } else {
                assertFalse(input.has("oneOf"), path::toString);
            }
            input.path("oneOf").forEach(form -> {
                assertFalse(form.path("properties").isEmpty(), path::toString);
                assertTrue(
                        form.hasNonNull("title") && titles.add(form.get("title").asText()), path::toString);
            });
        }
    }

    /** What stands in a part of the key of a rate; missing where that can be anything. */
    private static Stream<JsonNode> choices(JsonNode selector, Model model) {
        JsonNode field =
                new InputFields(model.input()).schemaOf(selector.path("field").asText());
        if (selector.has("present") || field.path("type").asText().equals("boolean")) {
            return Stream.of(BooleanNode.TRUE, BooleanNode.FALSE);
        }
        return field.has("enum")
                ? StreamSupport.stream(field.get("enum").spliterator(), false)
                : Stream.of(MissingNode.getInstance());
    }

    private static List<JsonNode> with(List<JsonNode> some, JsonNode choice) {
        return Stream.concat(some.stream(), Stream.of(choice)).toList();
    }

    private static boolean hasRate(Model model, List<JsonNode> choices) {
        return model.price().json().get("rates").properties().stream()
                .map(rate -> rate.getKey().split("\\|", -1))
                .anyMatch(key -> IntStream.range(0, choices.size())
                        .allMatch(part -> choices.get(part).isMissingNode()
                                || choices.get(part).asText().equals(key[part])));
    }

    private static boolean refused(Model model, JsonNode select, List<JsonNode> choices) {
        ObjectNode input = Json.object();
        for (int part = 0; part < choices.size(); part++) {
            if (select.get(part).has("field") && !choices.get(part).isMissingNode()) {
                input.set(select.get(part).get("field").textValue(), choices.get(part));
            }
        }
        return new InputSchema(model.input()).errors(input).stream().anyMatch(error -> input.has(error.field()));
    }

    /** A bound is the provider's where one of its pages names it, or the schema of the field itself. */
    @Test
    void boundsThatAreOursAreMarked() {
        for (Map.Entry<String, Path> path : FILES.entrySet()) {
            JsonNode file = ModelFiles.read(path.getValue());
            for (JsonNode term : file.path("price").findParents("to")) {
                boolean told = BOUNDED.contains(path.getKey()) || isOfTheSchema(term, file.get("input"));
                assertEquals(!told, term.has("assumed"), path.getKey());
            }
        }
    }

    private static boolean isOfTheSchema(JsonNode term, JsonNode input) {
        return term.has("value")
                && input.findParents("minimum").stream()
                        .anyMatch(range -> range.get("minimum").equals(term.get("from"))
                                && range.path("maximum").equals(term.get("to")));
    }

    /** A file is held against them. */
    @Test
    void acceptedTypesAreMediaTypes() {
        FILES.forEach((model, path) -> ModelFiles.read(path).get("input").findValues("accept").stream()
                .flatMap(types -> StreamSupport.stream(types.spliterator(), false))
                .forEach(type -> assertTrue(type.asText().matches("[a-z]+/[a-z0-9-]+"), model + " " + type)));
    }

    /** The provider's OpenAPI file, with auto. */
    @Test
    void imagenIsAsItsContractHasIt() throws IOException {
        JsonNode contract = ModelFiles.read(Path.of("src/test/resources/schema/kie-create-task.schema.json"))
                .at("/properties/input");
        JsonNode own = ModelFiles.read(IMAGEN).get("input");

        assertEquals(contract.get("required"), own.get("required"));
        contract.get("properties").properties().forEach(field -> {
            ObjectNode shipped = own.get("properties").get(field.getKey()).deepCopy();
            List.of("default", "pattern").forEach(shipped::remove);
            ObjectNode theirs = field.getValue().deepCopy();
            List.of("default", "description", "minLength", "pattern").forEach(theirs::remove);
            theirs.set("type", shipped.get("type"));
            assertEquals(theirs, shipped, field.getKey());
        });
        assertEquals(contract.get("properties").size(), own.get("properties").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {"model":"Google Imagen"}                                         | model
            {"kind":"hologram"}                                               | kind
            {"input":{"type":"object","properties":{}}}                       | additionalProperties
            {"input":{"type":"object","properties":{"a":{"type":"text"}},"additionalProperties":false}}     | type
            {"input":{"type":"object","properties":{"a":{"pattern":"["}},"additionalProperties":false}}     | cannot be used
            {"input":{"type":"object","properties":{"a":{"$ref":"https://a.example/s"}},"additionalProperties":false}} | $ref
            {"price":{"unit":"image","select":[{"field":"size"}],"rates":{"1K":4}}} | the input has no size
            {"price":{"unit":"image","select":[{"present":"size"}],"rates":{"":4}}} | the input has no size
            {"price":{"unit":"image","rates":{"":4},"quantity":[{"items":["urls"]}]}} | the input has no urls
            {"price":{"unit":"image","rates":{"":4},"quantity":[{"field":"seed","over":"seed"}]}} | seed may be 0
            {"rules":[{"text":"x","sameLength":["prompt","other"]}]}          | the input has no other
            {"rules":[{"text":"x","when":{"other":true},"needsOne":["prompt"]}]} | the input has no other
            {"refersToEarlierTask":[{"field":"task","takes":"task","of":["*"]}]} | the input has no task
            {"refersToEarlierTask":[{"field":"prompt","takes":"task","of":["*"]}]} | x-earlier
            {"input":{"type":"object","properties":{"ids":{"type":"array","x-earlier":"task"}},"additionalProperties":false},"price":null,"refersToEarlierTask":[{"field":"ids","takes":"task","of":["*"]}]} | x-earlier
            {"input":{"type":"object","properties":{"id":{"type":"string","x-earlier":"task"}},"additionalProperties":false},"price":null} | x-earlier
            {"input":{"type":"object","properties":{"prompt":{"anyOf":[{"x-media":{"kind":"image"}}]}},"additionalProperties":false},"price":null} | x-media
            {"price":{"unit":"image","rates":{"":-1}}}                        | rates
            {"price":{"unit":"image","rates":{"":1000000001}}}                | rates
            {"price":{"unit":"image","rates":{"":4},"quantity":[{"unknown":"x","from":0,"to":1000000001}]}} | to
            {"rules":[{"text":"x","noSuchCheck":{}}]}                         | noSuchCheck
            {"runningTime":{"typical":"3 minutes"}}                           | typical
            {"runningTime":{"typical":"PT0S"}}                                | $.runningTime
            {"runningTime":{"typical":"PT25H"}}                               | $.runningTime
            {"runningTime":{"typical":"PT5M","deadline":"PT4M"}}              | $.runningTime
            {"runningTime":{"deadline":"PT721H"}}                             | $.runningTime
            {"differs":{"seed":"grown"}}                                      | differs
            {"price":{"unit":"image","rates":{"":4},"quantity":[{"field":"seed","assumed":true}]}} | unknown
            {"extra":1}                                                       | extra
            """)
    void whatIsNoModelIsRefusedWhenItIsRead(String changes, String why) {
        ObjectNode file = (ObjectNode) ModelFiles.read(IMAGEN);
        file.setAll((ObjectNode) Json.read(changes));
        byte[] content = file.toString().getBytes(StandardCharsets.UTF_8);

        String fault = assertThrows(BadModelException.class, () -> reader.read(content))
                .getMessage();
        assertTrue(fault.contains(why), fault);
    }

    /** Written out, such a number exhausts memory, wherever it stands. */
    @ParameterizedTest
    @CsvSource({"/price/rates, ''", "/input/properties/prompt, maxLength", "/input/properties/seed, default"})
    void numberOfTooManyDigitsIsRefused(String object, String field) {
        ObjectNode file = (ObjectNode) ModelFiles.read(IMAGEN);
        ((ObjectNode) file.at(object)).put(field, new BigDecimal("1e600000000"));
        byte[] content = file.toString().getBytes(StandardCharsets.UTF_8);

        assertEquals(
                "has a number of too many digits",
                assertThrows(BadModelException.class, () -> reader.read(content))
                        .getMessage());
    }

    @Test
    void deepFileIsRefused() {
        byte[] deep = ("[".repeat(900) + "]".repeat(900)).getBytes(StandardCharsets.UTF_8);

        assertEquals(
                "is nested too deeply",
                assertThrows(BadModelException.class, () -> reader.read(deep)).getMessage());
    }

    /** Plain with four bytes for each character, and escaped with twelve. */
    @Test
    void largestInputOfEachBoundedSchemaFitsIntoABody() {
        for (Path path : FILES.values()) {
            JsonNode file = ModelFiles.read(path);
            boolean boundedByRule =
                    !file.path("rules").findValues("charactersAtMost").isEmpty();
            if (!boundedByRule && largest(file.get("input"), 4) < UNBOUNDED) {
                assertTrue(
                        largest(file.get("input"), 4) + 4 * METADATA + PUNCTUATION <= RequestRules.MOST_TEXT,
                        () -> file.get("model") + " plain");
                assertTrue(
                        largest(file.get("input"), 12) + 12 * (METADATA + CORRELATION_ID) + PUNCTUATION
                                <= RequestRules.MOST_BYTES,
                        () -> file.get("model") + " escaped");
            }
        }
    }

    private static long largest(JsonNode schema, int ofACharacter) {
        if (schema.has("enum") || schema.has("const") || schema.has("x-earlier")) {
            return 100;
        }
        if (schema.has("items")) {
            return schema.path("maxItems").asLong(UNBOUNDED) * largest(schema.get("items"), ofACharacter);
        }
        if (schema.has("properties") || schema.has("oneOf")) {
            long largest = 0;
            for (var field : schema.path("properties").properties()) {
                largest += field.getKey().length() + 4 + largest(field.getValue(), ofACharacter);
            }
            for (JsonNode branch : schema.path("oneOf")) {
                largest += largest(branch, ofACharacter);
            }
            return largest;
        }
        boolean text = schema.path("type").asText().equals("string");
        int each = schema.has("x-media") ? 1 : ofACharacter;
        return text ? each * schema.path("maxLength").asLong(UNBOUNDED) + 3 : 24;
    }

    @ParameterizedTest
    @CsvSource({"'{', is not JSON", "[], object", "'', object"})
    void whatIsNoJsonIsRefusedToo(String content, String why) {
        String fault = assertThrows(
                        BadModelException.class, () -> reader.read(content.getBytes(StandardCharsets.UTF_8)))
                .getMessage();
        assertTrue(fault.contains(why), fault);
    }
}
