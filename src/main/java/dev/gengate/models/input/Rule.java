package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema cannot say.
 *
 * @param text for people
 * @param check how it is checked; null if it is only told
 * @param details the check's own JSON
 */
public record Rule(String text, String check, JsonNode details) {

    public static List<Rule> read(JsonNode file) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : file) {
            String check = rule.properties().stream()
                    .map(field -> field.getKey())
                    .filter(field -> !field.equals("text"))
                    .findFirst()
                    .orElse(null);
            rules.add(new Rule(rule.get("text").textValue(), check, check == null ? null : rule.get(check)));
        }
        return List.copyOf(rules);
    }
}
