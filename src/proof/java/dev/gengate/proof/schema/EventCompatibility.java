package dev.gengate.proof.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what is written by one JSON Schema can be read by another: whatever the writer's allows, the reader's allows. Of
 * events, consumers keep the released schema while the gateway writes by the present one, and they pass over fields that they
 * do not know. Of requests, callers keep the released one, and the gateway refuses such fields.
 */
final class EventCompatibility {
    /** A reader may rely on what these say. */
    private static final List<String> FIXED = List.of(
            "const",
            "pattern",
            "format",
            "minimum",
            "exclusiveMinimum",
            "multipleOf",
            "uniqueItems",
            "propertyNames",
            "$ref",
            "oneOf",
            "anyOf",
            "allOf",
            "not");
    /** The writer's may allow less. */
    private static final List<String> AT_MOST = List.of("maximum", "maxLength", "maxItems", "maxProperties");

    private static final List<String> AT_LEAST = List.of("minLength", "minItems", "minProperties");

    private final boolean ofEvents;
    private final List<String> faults = new ArrayList<>();

    private EventCompatibility(boolean ofEvents) {
        this.ofEvents = ofEvents;
    }

    /** What breaks consumers of an event, one line each with its place; empty when nothing does. */
    static List<String> faults(JsonNode released, JsonNode now) {
        return faults(true, released, now);
    }

    /** The same of a request and those who write it. */
    static List<String> faultsOfRequests(JsonNode released, JsonNode now) {
        return faults(false, now, released);
    }

    private static List<String> faults(boolean ofEvents, JsonNode reader, JsonNode writer) {
        EventCompatibility comparison = new EventCompatibility(ofEvents);
        comparison.compare("", reader, writer);
        return comparison.faults;
    }

    private void compare(String at, JsonNode reader, JsonNode writer) {
        Set<String> newTypes = types(writer);
        newTypes.removeAll(types(reader));
        faultIf(!reader.path("type").isMissingNode() && !newTypes.isEmpty(), at, "may be " + newTypes);
        faultIf(
                reader.has("enum")
                        && (values(writer).isEmpty() || !values(reader).containsAll(values(writer))),
                at,
                "has values that are not read");
        FIXED.stream()
                .filter(word -> reader.has(word) && !reader.get(word).equals(writer.get(word)))
                .forEach(word -> faults.add(at + ": has another " + word));
        AT_MOST.stream()
                .filter(word -> reader.has(word)
                        && writer.path(word).asLong(Long.MAX_VALUE)
                                > reader.get(word).asLong())
                .forEach(word -> faults.add(at + ": may exceed " + word));
        AT_LEAST.stream()
                .filter(word -> writer.path(word).asLong(0) < reader.path(word).asLong(0))
                .forEach(word -> faults.add(at + ": may fall below " + word));
        fields(at, reader, writer);
        for (String part : List.of("items", "additionalProperties")) {
            if (reader.path(part).isObject()) {
                compare(at + "/" + part, reader.get(part), writer.path(part));
            }
        }
        reader.path("$defs")
                .properties()
                .forEach(part -> compare(
                        "#" + part.getKey(),
                        part.getValue(),
                        writer.path("$defs").path(part.getKey())));
    }

    private void fields(String at, JsonNode reader, JsonNode writer) {
        Set<String> required = names(writer.path("required"));
        names(reader.path("required")).stream()
                .filter(name -> !required.contains(name))
                .forEach(name -> faults.add(at + "/" + name + ": may be absent"));
        JsonNode read = reader.path("properties");
        JsonNode written = writer.path("properties");
        read.properties().stream()
                .filter(field -> written.has(field.getKey()))
                .forEach(field -> compare(at + "/" + field.getKey(), field.getValue(), written.get(field.getKey())));
        JsonNode asked = ofEvents ? read : written;
        JsonNode there = ofEvents ? written : read;
        asked.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !there.has(name))
                .forEach(name -> faults.add(at + "/" + name + ": is gone"));
    }

    private void faultIf(boolean broken, String at, String what) {
        if (broken) {
            faults.add(at + ": " + what);
        }
    }

    /** An integer is a number too; without a type, any. */
    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        Set<String> types = type.isTextual() ? new TreeSet<>(Set.of(type.asText())) : names(type);
        if (types.contains("number")) {
            types.add("integer");
        }
        if (type.isMissingNode() && !schema.has("enum") && !schema.has("const")) {
            types.add("anything");
        }
        return types;
    }

    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new HashSet<>();
        (schema.has("const") ? List.of(schema.get("const")) : schema.path("enum")).forEach(values::add);
        return values;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }
}
