package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks what a schema cannot say, where its fields are there. */
public final class RuleChecks {
    private static final Pattern MENTION = Pattern.compile("(?<![\\p{L}\\p{N}_])@(?=[\\p{L}\\p{N}_])");

    private RuleChecks() {}

    /** @param schema of the input, whose defaults hold */
    public static List<InputError> broken(ObjectNode input, JsonNode schema, List<Rule> rules) {
        InputFields fields = new InputFields(schema);
        return rules.stream()
                .filter(rule -> rule.check() != null && rule.holds(input))
                .flatMap(rule -> broken(input, fields, rule).stream())
                .toList();
    }

    private static Optional<InputError> broken(ObjectNode input, InputFields fields, Rule rule) {
        JsonNode details = rule.details();
        return switch (rule.check()) {
            case "itemsAtMost" -> itemsAtMost(input, details);
            case "sameLength" -> sameLength(input, details);
            case "onlyUnless" -> onlyUnless(input, details);
            case "charactersAtMost" -> charactersAtMost(input, details);
            case "needsOne" -> needsOne(input, rule);
            case "mentions" -> mentions(input, details);
            case "sum" -> NumberChecks.sum(input, fields, details);
            case "difference" -> NumberChecks.difference(input, fields, details);
            default -> throw new IllegalStateException("no such check: " + rule.check());
        };
    }

    private static Optional<InputError> itemsAtMost(ObjectNode input, JsonNode details) {
        int limit = details.get("limit").intValue();
        long items = InputTexts.texts(details.get("of"))
                .mapToLong(path -> JsonPath.all(input, path).size())
                .sum();
        Map<String, Long> fields = InputTexts.texts(details.get("of"))
                .collect(Collectors.groupingBy(JsonPath::field, LinkedHashMap::new, Collectors.counting()));
        String names = fields.entrySet().stream()
                .map(field -> field.getKey() + (field.getValue() > 1 ? " (" + field.getValue() + " each)" : ""))
                .collect(Collectors.joining(", "));
        return when(items > limit, "", "must have at most " + limit + " in all of " + names);
    }

    private static Optional<InputError> sameLength(ObjectNode input, JsonNode details) {
        String one = details.get(0).textValue();
        String other = details.get(1).textValue();
        boolean differ = input.path(one).isArray()
                && input.path(one).size() != input.path(other).size();
        return when(differ, InputError.child("", one), "must have as many items as " + other);
    }

    private static Optional<InputError> onlyUnless(ObjectNode input, JsonNode details) {
        String field = details.get("field").textValue();
        String flag = details.get("true").textValue();
        boolean both = Quantity.given(input, field) && input.path(flag).asBoolean();
        return when(both, InputError.child("", field), "cannot be used with " + flag + " true");
    }

    private static Optional<InputError> charactersAtMost(ObjectNode input, JsonNode details) {
        int limit = details.get("limit").intValue();
        String path = details.get("of").textValue();
        long characters = JsonPath.all(input, path).stream()
                .map(JsonNode::asText)
                .mapToLong(text -> text.codePointCount(0, text.length()))
                .sum();
        return when(
                characters > limit,
                InputError.child("", JsonPath.field(path)),
                "must have at most " + limit + " characters in all");
    }

    private static Optional<InputError> needsOne(ObjectNode input, Rule rule) {
        List<String> of = InputTexts.texts(rule.details()).toList();
        boolean none = of.stream()
                .noneMatch(field -> Quantity.given(input, field)
                        && !(input.get(field).isTextual()
                                && input.get(field).textValue().isBlank()));
        String text = of.size() == 1 ? "is required" : "must have at least one of " + String.join(", ", of);
        return when(none, of.size() == 1 ? InputError.child("", of.get(0)) : "", text + rule.condition());
    }

    /** What a prompt calls by {@code @name} is there; an address of mail is no such name. */
    private static Optional<InputError> mentions(ObjectNode input, JsonNode details) {
        String of = details.get("of").textValue();
        List<String> names =
                JsonPath.all(input, of).stream().map(JsonNode::asText).toList();
        return InputTexts.texts(details.get("in"))
                .filter(path -> JsonPath.all(input, path).stream().anyMatch(text -> strange(text.asText(), names)))
                .findFirst()
                .map(path -> new InputError(
                        InputError.child("", JsonPath.field(path)), "must mention with @ only what " + of + " lists"));
    }

    private static boolean strange(String text, List<String> names) {
        return MENTION.matcher(text).results().anyMatch(mention -> names.stream()
                .noneMatch(name -> !name.isEmpty()
                        && text.startsWith(name, mention.end())
                        && !goesOn(text, mention.end() + name.length())));
    }

    /** In scripts without blanks a name ends where it ends. */
    private static boolean goesOn(String text, int at) {
        return at < text.length()
                && text.charAt(at) < 128
                && (text.charAt(at) == '_' || Character.isLetterOrDigit(text.charAt(at)));
    }

    static Optional<InputError> when(boolean broken, String pointer, String text) {
        return broken ? Optional.of(new InputError(pointer, text)) : Optional.empty();
    }
}
