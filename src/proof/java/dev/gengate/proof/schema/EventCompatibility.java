package dev.gengate.proof.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether consumers that were written for one JSON Schema of an event can read events of a later one: whatever the later
 * one allows, the earlier one allowed, but for fields that are new.
 */
final class EventCompatibility {
    /** A consumer may rely on what these say. */
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
    /** The later one may allow less. */
    private static final List<String> AT_MOST = List.of("maximum", "maxLength", "maxItems", "maxProperties");

    private static final List<String> AT_LEAST = List.of("minLength", "minItems", "minProperties");

    private final List<String> faults = new ArrayList<>();

    private EventCompatibility() {}

    /** What breaks consumers, one line each with its place; empty when nothing does. */
    static List<String> faults(JsonNode released, JsonNode now) {
        EventCompatibility comparison = new EventCompatibility();
        comparison.compare("", released, now);
        return comparison.faults;
    }

    private void compare(String at, JsonNode released, JsonNode now) {
        Set<String> newTypes = types(now);
        newTypes.removeAll(types(released));
        faultIf(!released.path("type").isMissingNode() && !newTypes.isEmpty(), at, "may be " + newTypes + " now");
        faultIf(
                released.has("enum")
                        && (values(now).isEmpty() || !values(released).containsAll(values(now))),
                at,
                "has values that it could not have");
        FIXED.stream()
                .filter(word -> released.has(word) && !released.get(word).equals(now.get(word)))
                .forEach(word -> faults.add(at + ": has another " + word));
        AT_MOST.stream()
                .filter(word -> released.has(word)
                        && now.path(word).asLong(Long.MAX_VALUE)
                                > released.get(word).asLong())
                .forEach(word -> faults.add(at + ": has a larger " + word));
        AT_LEAST.stream()
                .filter(word -> now.path(word).asLong(0) < released.path(word).asLong(0))
                .forEach(word -> faults.add(at + ": has a smaller " + word));
        fields(at, released, now);
        for (String part : List.of("items", "additionalProperties")) {
            if (released.path(part).isObject()) {
                compare(at + "/" + part, released.get(part), now.path(part));
            }
        }
        released.path("$defs")
                .properties()
                .forEach(part -> compare(
                        "#" + part.getKey(), part.getValue(), now.path("$defs").path(part.getKey())));
    }

    private void fields(String at, JsonNode released, JsonNode now) {
        Set<String> required = names(now.path("required"));
        names(released.path("required")).stream()
                .filter(name -> !required.contains(name))
                .forEach(name -> faults.add(at + "/" + name + ": may be absent now"));
        released.path("properties").properties().forEach(field -> {
            String place = at + "/" + field.getKey();
            JsonNode later = now.path("properties").path(field.getKey());
            if (later.isMissingNode()) {
                faults.add(place + ": is gone");
            } else {
                compare(place, field.getValue(), later);
            }
        });
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
