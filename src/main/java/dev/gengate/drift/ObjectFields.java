package dev.gengate.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fields of an object's schema, of all its branches together; required is what all branches require. */
final class ObjectFields {
    private final Map<String, JsonNode> fields = new TreeMap<>();
    private final List<List<String>> required = new ArrayList<>();

    ObjectFields(JsonNode schema) {
        add(schema);
        List<String> always = requiredOf(schema);
        for (JsonNode branch : schema.path("oneOf")) {
            add(branch);
            List<String> together = new ArrayList<>(always);
            together.addAll(requiredOf(branch));
            required.add(together);
        }
        if (required.isEmpty()) {
            required.add(always);
        }
    }

    private void add(JsonNode schema) {
        schema.path("properties")
                .properties()
                .forEach(field -> fields.putIfAbsent(field.getKey().strip(), field.getValue()));
    }

    private static List<String> requiredOf(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("required").forEach(name -> names.add(name.asText().strip()));
        return names;
    }

    Set<String> names() {
        return fields.keySet();
    }

    JsonNode get(String name) {
        return fields.get(name);
    }

    boolean requires(String name) {
        return required.stream().allMatch(names -> names.contains(name));
    }
}
