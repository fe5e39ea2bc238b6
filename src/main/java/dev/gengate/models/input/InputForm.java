package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The one form of an input, so that the same request always has the same fingerprint: fields in the order of the
 * schema, those that are null left out, a number where the schema lists number-like strings written as one of them.
 */
public final class InputForm {
    private InputForm() {}

    public static ObjectNode of(ObjectNode input, JsonNode schema) {
        return object(input, schema);
    }

    private static ObjectNode object(ObjectNode input, JsonNode schema) {
        InputFields fields = new InputFields(schema);
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String name : names(schema)) {
            if (input.hasNonNull(name)) {
                form.set(name, value(input.get(name), fields.schemaOf(name)));
            }
        }
        // unknown fields too: the schema refuses them
        input.properties().forEach(field -> {
            if (!field.getValue().isNull() && !form.has(field.getKey())) {
                form.set(field.getKey(), field.getValue());
            }
        });
        return form;
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        for (JsonNode branch : schema.path("oneOf")) {
            branch.path("properties").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    private static JsonNode value(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            return object(object, schema);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode form = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> form.add(value(item, schema.path("items"))));
            return form;
        }
        return isPlain(value) && listsNumberLikeTexts(schema) ? TextNode.valueOf(value.asText()) : value;
    }

    /** A number as it is usually written: 1.0 and 1e0 are no ways to say 1. */
    private static boolean isPlain(JsonNode value) {
        return value.isIntegralNumber()
                || value.isNumber() && value.decimalValue().stripTrailingZeros().scale() > 0;
    }

    private static boolean listsNumberLikeTexts(JsonNode schema) {
        if (!schema.path("type").asText().equals("string")
                || schema.path("enum").isEmpty()) {
            return false;
        }
        for (JsonNode choice : schema.path("enum")) {
            if (!choice.isTextual() || InputFields.number(choice) == null) {
                return false;
            }
        }
        return true;
    }
}
