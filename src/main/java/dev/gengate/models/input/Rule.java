package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a schema cannot say.
 *
 * @param text for people
 * @param check how it is checked; null if it is only told
 * @param details the check's own JSON
 * @param when the values of fields that it is about; empty for all inputs
 */
public record Rule(String text, String check, JsonNode details, JsonNode when) {
    private static final Set<String> ABOUT = Set.of("text", "when");

    public static List<Rule> read(JsonNode file) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : file) {
            String check = rule.properties().stream()
                    .map(field -> field.getKey())
                    .filter(field -> !ABOUT.contains(field))
                    .findFirst()
                    .orElse(null);
            rules.add(new Rule(
                    rule.get("text").textValue(), check, check == null ? null : rule.get(check), rule.path("when")));
        }
        return List.copyOf(rules);
    }

    /** The fields that it names. */
    public Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        if (check != null) {
            texts(details, fields);
            when.fieldNames().forEachRemaining(fields::add);
        }
        return fields;
    }

    private static void texts(JsonNode json, Set<String> fields) {
        if (json.isTextual()) {
            fields.add(JsonPath.field(json.textValue()));
        }
        json.forEach(inner -> texts(inner, fields));
    }

    boolean holds(JsonNode input) {
        return when.properties().stream().allMatch(field -> field.getValue().equals(input.get(field.getKey())));
    }

    /** For people: {@code " with custom_mode true"}, or nothing. */
    String condition() {
        return when.isEmpty()
                ? ""
                : when.properties().stream()
                        .map(field -> field.getKey() + " " + field.getValue().asText())
                        .collect(Collectors.joining(" and ", " with ", ""));
    }
}
