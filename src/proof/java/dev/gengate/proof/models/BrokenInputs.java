package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Valid inputs with one constraint of the schema broken at a time. */
public final class BrokenInputs {
    private final JsonNode schema;
    private final ObjectNode valid;
    private final List<Broken> all = new ArrayList<>();

    /**
     * An input and what is wrong with it.
     *
     * @param pointer into the input
     */
    public record Broken(ObjectNode input, String pointer, String constraint) {}

    private BrokenInputs(JsonNode schema, ObjectNode valid) {
        this.schema = schema;
        this.valid = valid;
    }

    /** Every constraint of the fields that the valid input has. */
    public static List<Broken> of(JsonNode schema, ObjectNode valid) {
        BrokenInputs broken = new BrokenInputs(schema, valid);
        broken.all();
        return broken.all;
    }

    private void all() {
        ObjectNode unknown = valid.deepCopy().put("no_such_field", 1);
        all.add(new Broken(unknown, "/no_such_field", "additionalProperties"));
        schema.path("required").forEach(field -> {
            ObjectNode without = valid.deepCopy();
            without.remove(field.asText());
            all.add(new Broken(without, "/" + field.asText(), "required"));
        });
        valid.fieldNames().forEachRemaining(name -> field(name, schemaOf(name)));
    }

    private JsonNode schemaOf(String name) {
        return Stream.concat(
                        Stream.of(schema),
                        StreamSupport.stream(schema.path("oneOf").spliterator(), false))
                .map(one -> one.path("properties").path(name))
                .filter(property -> !property.isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    private void field(String name, JsonNode field) {
        String type = field.path("type").asText();
        add(name, "type", type.equals("string") ? valid.booleanNode(true) : valid.textNode("not of that type"));
        if (field.has("enum") && type.equals("string")) {
            add(name, "enum", valid.textNode("none of these"));
        } else if (field.has("x-media")) {
            for (String url : List.of(
                    "asset://1",
                    "ftp://a.example/x",
                    "http://localhost/x",
                    "http://10.0.0.1/x",
                    "https://user:key@a.example/x",
                    "https://a.example/" + "x".repeat(2_048))) {
                add(name, "x-media", valid.textNode(url));
            }
        } else if (type.equals("string")) {
            text(name, field);
        }
        limits(name, field);
    }

    private void text(String name, JsonNode field) {
        add(name, "NUL", valid.textNode("a\u0000b"));
        add(name, "surrogate", valid.textNode("a\ud800b"));
        if (field.path("maxLength").asInt() > 0 && field.get("maxLength").asInt() < 30_000) {
            add(
                    name,
                    "maxLength",
                    valid.textNode("x".repeat(field.get("maxLength").asInt() + 1)));
        }
        if (field.path("minLength").asInt() > 0 && !field.has("x-earlier")) {
            add(
                    name,
                    "minLength",
                    valid.textNode("x".repeat(field.get("minLength").asInt() - 1)));
        }
        if (field.has("pattern")) {
            add(name, "pattern", valid.textNode(" "));
        }
    }

    private void limits(String name, JsonNode field) {
        if (field.has("minimum")) {
            add(name, "minimum", valid.numberNode(field.get("minimum").asLong() - 1));
        }
        if (field.has("maximum")) {
            add(name, "maximum", valid.numberNode(field.get("maximum").asLong() + 1));
        }
        if (field.has("anyOf")) {
            add(name, "anyOf", valid.numberNode(-7));
        }
        if (field.has("maxItems") && valid.get(name).size() > 0) {
            ArrayNode more = valid.arrayNode();
            for (int count = 0; count <= field.get("maxItems").asInt(); count++) {
                more.add(valid.get(name).get(0));
            }
            add(name, "maxItems", more);
        }
        if (field.path("minItems").asInt() > 0) {
            add(name, "minItems", valid.arrayNode());
        }
        if (valid.get(name).size() > 0 && field.path("items").has("x-media")) {
            ArrayNode foreign = valid.get(name).deepCopy();
            foreign.set(0, "asset://1");
            all.add(new Broken(with(name, foreign), "/" + name + "/0", "x-media"));
        }
    }

    private void add(String name, String constraint, JsonNode value) {
        all.add(new Broken(with(name, value), "/" + name, constraint));
    }

    private ObjectNode with(String name, JsonNode value) {
        ObjectNode changed = valid.deepCopy();
        changed.set(name, value);
        return changed;
    }

    /** Whether a schema's fields stand in its branches: then it is not certain which of them an input is meant for. */
    public static boolean hasBranches(JsonNode schema) {
        return StreamSupport.stream(schema.path("oneOf").spliterator(), false).anyMatch(one -> one.has("properties"));
    }
}
