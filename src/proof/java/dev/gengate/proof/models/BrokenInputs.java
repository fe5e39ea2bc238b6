package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
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
    public record Broken(ObjectNode input, String pointer, String constraint) {
        /** The same for the same constraint broken in the same way in another input. */
        public String name() {
            String url = constraint.equals("x-media") ? input.at(pointer).asText() : "";
            return pointer + " " + constraint + " " + url;
        }
    }

    private BrokenInputs(JsonNode schema, ObjectNode valid) {
        this.schema = schema;
        this.valid = valid;
    }

    /** Every constraint of the fields that the valid input has, and of those of the first object in each list. */
    public static List<Broken> of(JsonNode schema, ObjectNode valid) {
        BrokenInputs broken = new BrokenInputs(schema, valid);
        broken.all();
        return broken.all;
    }

    private void all() {
        object("", schema, valid);
        schema.path("dependentRequired").properties().stream()
                .filter(dependent -> valid.has(dependent.getKey()))
                .forEach(dependent ->
                        dependent.getValue().forEach(needed -> without("", needed.asText(), "dependentRequired")));
        for (JsonNode part : schema.path("allOf")) {
            JsonNode not = part.path("not");
            (not.has("required") ? List.of(not) : not.path("anyOf")).forEach(this::together);
            if (part.at("/anyOf/0").has("required")) {
                ObjectNode none = valid.deepCopy();
                part.get("anyOf")
                        .findValues("required")
                        .forEach(names -> names.forEach(name -> none.remove(name.asText())));
                all.add(new Broken(none, "", "anyOf"));
            }
        }
    }

    /** Fields, or values of them, that exclude each other. */
    private void together(JsonNode not) {
        ObjectNode whole = valid.deepCopy();
        String last = "";
        for (JsonNode name : not.path("required")) {
            last = name.asText();
            JsonNode forbidden = not.path("properties").path(last);
            if (forbidden.has("const") || forbidden.has("enum") || !whole.has(last)) {
                whole.set(
                        last,
                        SampleInput.value(
                                forbidden.isMissingNode()
                                        ? schema.path("properties").path(last)
                                        : forbidden));
            }
        }
        all.add(new Broken(whole, "/" + last, "not " + not.get("required")));
    }

    private void without(String pointer, String field, String constraint) {
        ObjectNode rest = valid.deepCopy();
        ((ObjectNode) rest.at(pointer)).remove(field);
        all.add(new Broken(rest, pointer + "/" + field, constraint));
    }

    /** The constraints of an object and of its fields. */
    private void object(String pointer, JsonNode schema, ObjectNode object) {
        if (pointer.isEmpty() || !schema.path("additionalProperties").asBoolean(true)) {
            add(pointer + "/no_such_field", "additionalProperties", valid.numberNode(1));
        }
        schema.path("required").forEach(field -> without(pointer, field.asText(), "required"));
        object.properties()
                .forEach(field ->
                        field(pointer + "/" + field.getKey(), schemaOf(schema, field.getKey()), field.getValue()));
    }

    private static JsonNode schemaOf(JsonNode schema, String name) {
        return Stream.concat(
                        Stream.of(schema),
                        StreamSupport.stream(schema.path("oneOf").spliterator(), false))
                .map(one -> one.path("properties").path(name))
                .filter(property -> !property.isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    private void field(String pointer, JsonNode field, JsonNode value) {
        String type = field.path("type").asText();
        add(pointer, "type", type.equals("string") ? valid.booleanNode(true) : valid.textNode("not of that type"));
        if (field.has("enum") && type.equals("string")) {
            add(pointer, "enum", valid.textNode("none of these"));
        } else if (field.has("x-media")) {
            for (String url : List.of(
                    "asset://1",
                    "ftp://a.example/x",
                    "http://localhost/x",
                    "http://10.0.0.1/x",
                    "https://user:key@a.example/x",
                    "https://a.example/" + "x".repeat(2_048))) {
                add(pointer, "x-media", valid.textNode(url));
            }
        } else if (type.equals("string")) {
            text(pointer, field);
        }
        numbers(pointer, field, value);
        if (value instanceof ArrayNode array) {
            items(pointer, field, array);
        } else if (value instanceof ObjectNode object) {
            object(pointer, field, object);
        }
    }

    private void text(String pointer, JsonNode field) {
        add(pointer, "NUL", valid.textNode("a\u0000b"));
        add(pointer, "surrogate", valid.textNode("a\ud800b"));
        int longest = field.path("maxLength").asInt();
        if (longest > 0 && longest < 30_000) {
            add(pointer, "maxLength", valid.textNode("x".repeat(longest + 1)));
        }
        int shortest = field.path("minLength").asInt();
        if (shortest > 0 && !field.has("x-earlier")) {
            add(pointer, "minLength", valid.textNode("x".repeat(shortest - 1)));
        }
        if (field.has("pattern")) {
            add(pointer, "pattern", valid.textNode(" "));
        }
    }

    private void numbers(String pointer, JsonNode field, JsonNode value) {
        if (field.has("minimum")) {
            add(pointer, "minimum", valid.numberNode(field.get("minimum").asLong() - 1));
        }
        if (field.has("exclusiveMinimum")) {
            add(pointer, "exclusiveMinimum", field.get("exclusiveMinimum"));
        }
        if (field.has("maximum")) {
            add(pointer, "maximum", valid.numberNode(field.get("maximum").asLong() + 1));
        }
        if (field.has("multipleOf")) {
            BigDecimal half = field.get("multipleOf").decimalValue().divide(BigDecimal.valueOf(2));
            add(pointer, "multipleOf", valid.numberNode(value.decimalValue().add(half)));
        }
        if (field.has("anyOf")) {
            add(pointer, "anyOf", valid.numberNode(-7));
        }
    }

    private void items(String pointer, JsonNode field, ArrayNode items) {
        if (field.path("minItems").asInt() > 0) {
            add(pointer, "minItems", valid.arrayNode());
        }
        if (items.isEmpty()) {
            return;
        }
        if (field.has("maxItems")) {
            ArrayNode more = valid.arrayNode();
            for (int count = 0; count <= field.get("maxItems").asInt(); count++) {
                more.add(items.get(0));
            }
            add(pointer, "maxItems", more);
        }
        if (field.path("items").has("x-media")) {
            add(pointer + "/0", "x-media", valid.textNode("asset://1"));
        } else if (items.get(0) instanceof ObjectNode first) {
            object(pointer + "/0", field.get("items"), first);
        }
    }

    private void add(String pointer, String constraint, JsonNode value) {
        ObjectNode changed = valid.deepCopy();
        int last = pointer.lastIndexOf('/');
        JsonNode parent = changed.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name, value);
        }
        all.add(new Broken(changed, pointer, constraint));
    }

    /** Whether a schema's fields stand in its branches: then it is not certain which of them an input is meant for. */
    public static boolean hasBranches(JsonNode schema) {
        return StreamSupport.stream(schema.path("oneOf").spliterator(), false).anyMatch(one -> one.has("properties"));
    }
}
