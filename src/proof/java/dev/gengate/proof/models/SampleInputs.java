package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Makes valid inputs of a model from its file's schema alone: what the schema allows, by chance. */
public final class SampleInputs {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int TRIES = 2_000;
    private static final String LETTERS = "a lighthouse at dawn, 灯台, 😀 ";

    private final JsonNode source;
    private final JsonSchema schema;
    private final Random random;

    /** @param source JSON Schema of the input */
    public SampleInputs(JsonNode source, Random random) {
        this.source = source;
        this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(source);
        this.random = random;
    }

    /** A valid input, with some of the optional fields. */
    public ObjectNode next() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            ObjectNode input = object(branch(), 0.5 * (1 - (double) attempt / TRIES));
            if (schema.validate(input).isEmpty()) {
                return input;
            }
        }
        throw new IllegalStateException("no valid input found: " + source);
    }

    /** Whether the schema allows an input. */
    public boolean allows(JsonNode input) {
        return schema.validate(input).isEmpty();
    }

    private JsonNode branch() {
        JsonNode branches = source.path("oneOf");
        return branches.path(0).has("properties") ? branches.get(random.nextInt(branches.size())) : source;
    }

    private ObjectNode object(JsonNode schema, double optional) {
        List<String> required = texts(schema.path("required"));
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(field -> {
            if (required.contains(field.getKey()) || random.nextDouble() < optional) {
                object.set(field.getKey(), value(field.getValue(), optional));
            }
        });
        return object;
    }

    /** A value that the schema of one field allows. */
    public JsonNode value(JsonNode schema, double optional) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, optional);
            case "array" -> array(schema, optional);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer", "number" -> number(schema);
            default -> NODES.textNode(text(schema));
        };
    }

    private ArrayNode array(JsonNode schema, double optional) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(least + 3, schema.path("maxItems").asInt(least + 3));
        ArrayNode array = NODES.arrayNode();
        for (int count = least + random.nextInt(most - least + 1); count > 0; count--) {
            array.add(value(schema.path("items"), optional));
        }
        return array;
    }

    private JsonNode number(JsonNode schema) {
        JsonNode range = StreamSupport.stream(schema.path("anyOf").spliterator(), false)
                .filter(one -> one.has("minimum"))
                .findFirst()
                .orElse(schema);
        long least = range.path("minimum").asLong(0)
                + (range.has("minimum")
                                && range.get("minimum")
                                                .decimalValue()
                                                .remainder(BigDecimal.ONE)
                                                .signum()
                                        != 0
                        ? 1
                        : 0);
        long most = range.path("maximum").asLong(least + 1_000);
        return NODES.numberNode(least + (long) (random.nextDouble() * (most - least + 1)));
    }

    private String text(JsonNode schema) {
        if (schema.has("x-media")) {
            return "https://media.example/" + random.nextInt(1_000_000) + ".bin";
        }
        if (schema.has("x-earlier")) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            return schema.get("x-earlier").asText().equals("task") ? id.toString() : "generation:" + id + "/1";
        }
        switch (schema.path("pattern").asText()) {
            case "^#[0-9A-Fa-f]{6}$":
                return "#00ffAA";
            case "^\\d{1,3}\\.\\d{2}%$":
                return "12.50%";
            case "^Speaker \\d+$":
                return "Speaker 1";
            default:
                return letters(schema);
        }
    }

    private String letters(JsonNode schema) {
        int least = Math.max(1, schema.path("minLength").asInt(0));
        int most = Math.min(least + 40, schema.path("maxLength").asInt(least + 40));
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int length = least + random.nextInt(most - least + 1); length > 1; length--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
