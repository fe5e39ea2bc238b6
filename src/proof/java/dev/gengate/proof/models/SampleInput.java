package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A small valid input, made from a model's schema: what is required, and a prompt where there is one. */
public final class SampleInput {
    private static final String URL = "https://files.example/sample.png";

    private static final List<String> TEXTS = List.of("a sample", "Speaker 1", URL);

    private SampleInput() {}

    /** @param prompt of the input, where the model takes one */
    public static ObjectNode of(JsonNode schema, String prompt) {
        ObjectNode input = object(schema);
        JsonNode field = schema.path("properties").path("prompt");
        if ("string".equals(field.path("type").asText())) {
            input.put(
                    "prompt",
                    prompt.substring(
                            0, Math.min(prompt.length(), field.path("maxLength").asInt(5_000))));
        }
        return input;
    }

    /** What the object requires, and its first branches do; a branch may require fields of the object. */
    private static ObjectNode object(JsonNode schema) {
        List<JsonNode> parts = new ArrayList<>(List.of(schema, firstBranch(schema)));
        schema.path("allOf").forEach(part -> parts.add(firstBranch(part)));
        ObjectNode object = Json.object();
        for (JsonNode part : parts) {
            part.path("required").forEach(name -> object.set(name.asText(), value(property(name.asText(), parts))));
        }
        return object;
    }

    private static JsonNode firstBranch(JsonNode schema) {
        return schema.path(schema.has("oneOf") ? "oneOf" : "anyOf").path(0);
    }

    private static JsonNode property(String name, List<JsonNode> parts) {
        return parts.stream()
                .map(part -> part.path("properties").path(name))
                .filter(property -> !property.isMissingNode())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is required and not described"));
    }

    static JsonNode value(JsonNode schema) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").size() > 0) {
            return schema.has("default")
                    ? schema.get("default")
                    : schema.get("enum").get(0);
        }
        return switch (schema.path("type")
                .asText(schema.has("oneOf") || schema.has("properties") ? "object" : "string")) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "boolean" -> Json.tree(false);
            case "integer", "number" -> number(schema);
            default -> Json.tree(text(schema));
        };
    }

    private static ArrayNode array(JsonNode schema) {
        ArrayNode array = (ArrayNode) Json.read("[]");
        for (int item = 0; item < Math.max(1, schema.path("minItems").asInt()); item++) {
            array.add(value(schema.path("items")));
        }
        return array;
    }

    private static JsonNode number(JsonNode schema) {
        BigDecimal least =
                schema.path("minimum").isNumber() ? schema.get("minimum").decimalValue() : BigDecimal.ONE;
        return schema.has("default") ? schema.get("default") : Json.tree(least);
    }

    private static String text(JsonNode schema) {
        boolean url =
                schema.has("x-media") || "uri".equals(schema.path("format").asText());
        String text = url ? URL : matching(schema.path("pattern").asText(""));
        return text.length() >= schema.path("minLength").asInt()
                ? text.substring(
                        0, Math.min(text.length(), schema.path("maxLength").asInt(text.length())))
                : text.repeat(schema.path("minLength").asInt() / text.length() + 1);
    }

    private static String matching(String pattern) {
        return TEXTS.stream()
                .filter(text -> Pattern.compile(pattern).matcher(text).find())
                .findFirst()
                .orElseThrow();
    }
}
