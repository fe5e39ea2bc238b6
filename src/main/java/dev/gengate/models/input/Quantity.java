package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** How many units an input asks for: the sum of its file's terms. */
public record Quantity(JsonNode terms, InputFields fields) {

    public Range of(JsonNode input) {
        Range sum = Range.ZERO;
        for (JsonNode term : terms) {
            sum = sum.plus(term(term, input));
        }
        return sum;
    }

    private Range term(JsonNode term, JsonNode input) {
        if (term.has("when") && !given(input, term.get("when").textValue())) {
            return Range.ZERO;
        }
        Range value = value(term, input);
        return term.has("times") ? value.times(term(term.get("times"), input)) : value;
    }

    private Range value(JsonNode term, JsonNode input) {
        if (term.has("field")) {
            return field(term, input);
        }
        if (term.has("characters")) {
            return Range.exactly(characters(term, input));
        }
        if (term.has("items")) {
            return Range.exactly(BigDecimal.valueOf(items(term, input)));
        }
        return new Range(term.get("from").decimalValue(), term.get("to").decimalValue());
    }

    private Range field(JsonNode term, JsonNode input) {
        String name = term.get("field").textValue();
        if (fields.value(input, name) == null && term.has("default")) {
            return Range.exactly(otherwise(term, input, fields));
        }
        Range value = fields.number(input, name);
        JsonNode unknown = term.path("unknownAt");
        if (unknown.has("value") && value.from().compareTo(unknown.get("value").decimalValue()) == 0) {
            return new Range(
                    unknown.get("from").decimalValue(), unknown.get("to").decimalValue());
        }
        return term.has("over")
                ? divided(value, fields.number(input, term.get("over").textValue()))
                : value;
    }

    /** What a term with a default takes where its field is absent. */
    public static BigDecimal otherwise(JsonNode term, JsonNode input, InputFields fields) {
        return term.path("defaultWhen").properties().stream()
                .filter(when -> {
                    JsonNode flag = fields.value(input, when.getKey());
                    return flag != null && flag.asBoolean();
                })
                .map(when -> when.getValue().decimalValue())
                .findFirst()
                .orElse(term.get("default").decimalValue());
    }

    private static Range divided(Range value, Range by) {
        return new Range(
                value.from().divide(by.to(), MathContext.DECIMAL32),
                value.to().divide(by.from(), MathContext.DECIMAL32));
    }

    private static BigDecimal characters(JsonNode term, JsonNode input) {
        long characters = JsonPath.all(input, term.get("characters").textValue()).stream()
                .filter(JsonNode::isTextual)
                .mapToLong(text ->
                        text.textValue().codePointCount(0, text.textValue().length()))
                .sum();
        BigDecimal count = BigDecimal.valueOf(characters);
        return term.has("per") ? count.divide(term.get("per").decimalValue(), MathContext.DECIMAL64) : count;
    }

    private static long items(JsonNode term, JsonNode input) {
        long items = 0;
        for (JsonNode field : term.get("items")) {
            JsonNode value = input.path(field.textValue());
            items += value.isArray() ? value.size() : value.isTextual() ? 1 : 0;
        }
        return Math.max(0, items - term.path("after").asInt(0));
    }

    public static boolean given(JsonNode input, String field) {
        JsonNode value = input.path(field);
        return !value.isMissingNode() && !value.isNull() && !(value.isArray() && value.isEmpty());
    }
}
