package dev.gengate.outbox.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The JSON Schema of an event, for every test that meets a real one. What is served lets consumers live with fields that a
 * later version adds; here each object is closed, so that our own events have none that it does not name.
 */
public final class EventSchema {
    private static final String COMPLETED = "/schema/generation-completed.schema.json";
    private static final JsonSchema SCHEMA = closed(COMPLETED);

    private EventSchema() {}

    /**
     * Holds an event's data against the schema.
     *
     * @throws AssertionError naming each violation
     */
    public static void assertValid(String json) {
        Set<ValidationMessage> violations = violations(json);
        if (!violations.isEmpty()) {
            throw new AssertionError("not a completed event: " + violations);
        }
    }

    static Set<ValidationMessage> violations(String json) {
        return SCHEMA.validate(
                json, InputFormat.JSON, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    /** As it is served. */
    static JsonSchema served() {
        return schema(tree(COMPLETED));
    }

    /** A served schema that allows no field but those that it names. */
    public static JsonSchema closed(String resource) {
        JsonNode tree = tree(resource);
        Stream.concat(Stream.of(tree), tree.path("$defs").properties().stream().map(Map.Entry::getValue))
                .filter(part -> part.has("properties"))
                .forEach(part -> ((ObjectNode) part).put("additionalProperties", false));
        return schema(tree);
    }

    private static JsonSchema schema(JsonNode tree) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(tree);
    }

    private static JsonNode tree(String resource) {
        try (InputStream schema = EventSchema.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
