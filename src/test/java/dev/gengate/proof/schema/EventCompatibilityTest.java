package dev.gengate.proof.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of a schema that breaks consumers, or those who write requests, is found; one that does not is let through. */
class EventCompatibilityTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/schema");
    private static final String EVENT = "generation-completed.schema.json";
    private static final String REQUEST = "generation-requested.schema.json";

    private record Change(String name, Consumer<ObjectNode> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> breaking() {
        return Stream.of(
                new Change("a field goes", schema -> properties(schema).remove("taskId")),
                new Change("a field may be absent", schema -> ((ArrayNode) schema.get("required")).remove(0)),
                new Change("a field may be null", schema -> field(schema, "model")
                        .putArray("type")
                        .add("string")
                        .add("null")),
                new Change("a field has another type", schema -> field(schema, "caller")
                        .put("type", "object")),
                new Change(
                        "a value is new",
                        schema -> ((ArrayNode) field(schema, "outcome").get("enum")).add("paused")),
                new Change("a pattern is another", schema -> field(schema, "id").put("pattern", ".*")),
                new Change("any value is allowed", schema -> field(schema, "outcome")
                        .remove("enum")),
                without("a text may be empty", "caller", "minLength"),
                without("there may be any number of entries", "metadata", "maxProperties"),
                without("names may be of any length", "metadata", "propertyNames"),
                new Change("a type is a reference", schema -> field(schema, "caller")
                        .put("$ref", "#/$defs/time")
                        .remove("type")),
                new Change("a type is one of several", schema -> {
                    field(schema, "caller").remove("type");
                    field(schema, "caller").putArray("oneOf").addObject().put("type", "string");
                }),
                new Change("a field of a result goes", schema -> ((ObjectNode) schema.at("/$defs/result/properties"))
                        .remove("url")));
    }

    private static Change without(String name, String field, String word) {
        return new Change(name, schema -> field(schema, field).remove(word));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void changeThatBreaksConsumersIsFound(Change change) throws IOException {
        ObjectNode changed = schema();
        change.make().accept(changed);

        assertEquals(1, EventCompatibility.faults(schema(), changed).size(), () -> EventCompatibility.faults(
                        uncheckedSchema(), changed)
                .toString());
    }

    @Test
    void fieldThatIsNewBreaksNobody() throws IOException {
        ObjectNode changed = schema();
        properties(changed).set("duration", Json.tree(Map.of("type", "number")));
        ((ArrayNode) changed.get("required")).add("duration");

        assertEquals(List.of(), EventCompatibility.faults(schema(), changed));
    }

    static Stream<Change> refusing() {
        return Stream.of(
                new Change("a field goes", schema -> properties(schema).remove("priority")),
                new Change("a field must be there", schema -> ((ArrayNode) schema.get("required")).add("model")),
                new Change(
                        "a value goes",
                        schema -> ((ArrayNode) field(schema, "priority").get("enum")).remove(0)),
                new Change("a text must be shorter", schema -> field(schema, "correlationId")
                        .put("maxLength", 100)),
                new Change(
                        "a text has a pattern", schema -> field(schema, "model").put("pattern", "^google/")),
                new Change("there may be fewer entries", schema -> field(schema, "metadata")
                        .put("maxProperties", 8)));
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void changeThatRefusesWhatIsWrittenIsFound(Change change) throws IOException {
        ObjectNode changed = schema(REQUEST);
        change.make().accept(changed);

        assertEquals(
                1, EventCompatibility.faultsOfRequests(schema(REQUEST), changed).size());
    }

    @Test
    void requestThatMaySayMoreRefusesNobody() throws IOException {
        ObjectNode changed = schema(REQUEST);
        properties(changed).set("deadline", Json.tree(Map.of("type", "string", "minLength", 1)));
        ((ArrayNode) field(changed, "priority").get("enum")).add("urgent");
        field(changed, "correlationId").put("maxLength", 256).remove("pattern");

        assertEquals(List.of(), EventCompatibility.faultsOfRequests(schema(REQUEST), changed));
    }

    @Test
    void schemasAreHeldAgainstWhatWasReleased(@TempDir Path released) throws IOException {
        Files.copy(SCHEMAS.resolve(EVENT), released.resolve(EVENT));
        Files.writeString(released.resolve("gone.schema.json"), "{}");
        ObjectNode request = schema(REQUEST);
        properties(request).putObject("deadline");
        Files.writeString(released.resolve(REQUEST), request.toString());

        assertEquals(
                List.of(REQUEST + " /deadline: is gone", "gone.schema.json is gone"),
                SchemaRun.faults(released, SCHEMAS));
    }

    /** The schemas of this tree; before the first release there is nothing to hold them against. */
    @Test
    void noChangeSinceTheLastReleaseBreaksConsumers() throws IOException {
        assertEquals(List.of(), SchemaRun.faults(Path.of("deploy/contract/released"), SCHEMAS));
        assertTrue(Files.exists(SCHEMAS.resolve(EVENT)));
    }

    private static ObjectNode uncheckedSchema() {
        try {
            return schema();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode schema() throws IOException {
        return schema(EVENT);
    }

    private static ObjectNode schema(String name) throws IOException {
        return (ObjectNode) Json.read(Files.readString(SCHEMAS.resolve(name)));
    }

    private static ObjectNode properties(JsonNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private static ObjectNode field(JsonNode schema, String name) {
        return (ObjectNode) schema.get("properties").get(name);
    }
}
