package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Checks of numbers that belong together. */
final class NumberChecks {
    private NumberChecks() {}

    static Optional<InputError> sum(ObjectNode input, InputFields fields, JsonNode details) {
        String path = details.get("of").textValue();
        String total = details.get("equals").textValue();
        List<BigDecimal> parts = numbers(input, path);
        BigDecimal whole = number(input, fields, total);
        boolean differ = !parts.isEmpty()
                && whole != null
                && parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(whole) != 0;
        return RuleChecks.when(differ, InputError.child("", JsonPath.field(path)), "must add up to " + total);
    }

    /** Both stand in one object, of which there may be several. */
    static Optional<InputError> difference(ObjectNode input, InputFields fields, JsonNode details) {
        String end = details.get("of").textValue();
        int last = end.lastIndexOf('.');
        List<JsonNode> objects = last < 0 ? List.of(input) : JsonPath.all(input, end.substring(0, last));
        InputFields own = last < 0 ? fields : fields.at(end.substring(0, last));
        boolean apart = objects.stream().anyMatch(object -> apart(object, own, details));
        return RuleChecks.when(apart, InputError.child("", JsonPath.field(end)), differenceText(details));
    }

    private static boolean apart(JsonNode object, InputFields fields, JsonNode details) {
        BigDecimal end = number(object, fields, details.get("of").textValue());
        BigDecimal start = number(object, fields, details.get("less").textValue());
        return end != null && start != null && !within(end.subtract(start), details);
    }

    /** The value of the last field of a path, or its default; null where it is not known. */
    private static BigDecimal number(JsonNode object, InputFields fields, String path) {
        JsonNode value = fields.value(object, path.substring(path.lastIndexOf('.') + 1));
        return value == null ? null : InputFields.number(value);
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
}
