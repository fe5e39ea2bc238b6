package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Checks what a schema cannot say, where its fields are there. */
public final class RuleChecks {
    private RuleChecks() {}

    public static List<InputError> broken(ObjectNode input, List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.check() != null)
                .flatMap(rule -> broken(input, rule).stream())
                .toList();
    }

    private static Optional<InputError> broken(ObjectNode input, Rule rule) {
        JsonNode details = rule.details();
        return switch (rule.check()) {
            case "itemsAtMost" -> itemsAtMost(input, details);
            case "sameLength" -> sameLength(input, details);
            case "onlyUnless" -> onlyUnless(input, details);
            case "charactersAtMost" -> charactersAtMost(input, details);
            case "sum" -> sum(input, details);
            case "difference" -> difference(input, details);
            default -> throw new IllegalStateException("no such check: " + rule.check());
        };
    }

    private static Optional<InputError> itemsAtMost(ObjectNode input, JsonNode details) {
        int limit = details.get("limit").intValue();
        long items = InputTexts.texts(details.get("of"))
                .mapToLong(path -> JsonPath.all(input, path).size())
                .sum();
        String names = String.join(
                ", ", InputTexts.texts(details.get("of")).map(JsonPath::field).toList());
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

    private static Optional<InputError> sum(ObjectNode input, JsonNode details) {
        String path = details.get("of").textValue();
        String total = details.get("equals").textValue();
        List<BigDecimal> parts = numbers(input, path);
        List<BigDecimal> whole = numbers(input, total);
        boolean differ = !parts.isEmpty()
                && whole.size() == 1
                && parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(whole.get(0)) != 0;
        return when(differ, InputError.child("", JsonPath.field(path)), "must add up to " + total);
    }

    private static Optional<InputError> difference(ObjectNode input, JsonNode details) {
        String end = details.get("of").textValue();
        List<BigDecimal> ends = numbers(input, end);
        List<BigDecimal> starts = numbers(input, details.get("less").textValue());
        boolean apart = ends.size() == starts.size()
                && IntStream.range(0, ends.size())
                        .anyMatch(index -> !within(ends.get(index).subtract(starts.get(index)), details));
        return when(apart, InputError.child("", JsonPath.field(end)), differenceText(details));
    }

    private static boolean within(BigDecimal difference, JsonNode details) {
        boolean enough = details.has("least")
                ? difference.compareTo(details.get("least").decimalValue()) >= 0
                : difference.signum() > 0;
        return enough
                && (!details.has("most")
                        || difference.compareTo(details.get("most").decimalValue()) <= 0);
    }

    private static String differenceText(JsonNode details) {
        String range =
                (details.has("least") ? " by at least " + details.get("least").asText() : "")
                        + (details.has("most")
                                ? (details.has("least") ? " and" : " by") + " at most "
                                        + details.get("most").asText()
                                : "");
        return "must be more than " + details.get("less").textValue() + range;
    }

    private static List<BigDecimal> numbers(ObjectNode input, String path) {
        return JsonPath.all(input, path).stream()
                .map(InputFields::number)
                .filter(number -> number != null)
                .toList();
    }

    private static Optional<InputError> when(boolean broken, String pointer, String text) {
        return broken ? Optional.of(new InputError(pointer, text)) : Optional.empty();
    }
}
