package dev.gengate.proof.simulator.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many units of a price an input is: the least where it does not say it. */
record PricedInput(JsonNode schema) {
    private static final BigDecimal MUCH = BigDecimal.valueOf(1_000);

    static boolean given(JsonNode input, String field) {
        JsonNode value = input.path(field);
        return !value.isMissingNode() && !value.isNull() && !(value.isArray() && value.isEmpty());
    }

    /** A field's value, or its default. */
    Optional<JsonNode> value(JsonNode input, String field) {
        JsonNode value =
                input.hasNonNull(field) ? input.get(field) : schemaOf(field).path("default");
        return Optional.of(value).filter(known -> !known.isMissingNode());
    }

    private JsonNode schemaOf(String field) {
        JsonNode own = schema.path("properties").path(field);
        for (JsonNode branch : schema.path("oneOf")) {
            own = own.isMissingNode() ? branch.path("properties").path(field) : own;
        }
        return own;
    }

    /** The sum of all terms; 1 without any. */
    BigDecimal units(JsonNode terms, JsonNode input) {
        BigDecimal units = terms.isEmpty() ? BigDecimal.ONE : BigDecimal.ZERO;
        for (JsonNode term : terms) {
            units = units.add(term(term, input));
        }
        return units;
    }

    private BigDecimal term(JsonNode term, JsonNode input) {
        if (term.has("when") && !given(input, term.get("when").asText())) {
            return BigDecimal.ZERO;
        }
        BigDecimal units = own(term, input);
        return term.has("times") ? units.multiply(term(term.get("times"), input)) : units;
    }

    private BigDecimal own(JsonNode term, JsonNode input) {
        if (term.has("field")) {
            return ofField(term, input);
        }
        if (term.has("characters")) {
            BigDecimal characters =
                    BigDecimal.valueOf(characters(input, term.get("characters").asText()));
            return term.has("per")
                    ? characters.divide(term.get("per").decimalValue(), MathContext.DECIMAL64)
                    : characters;
        }
        return term.has("items") ? entries(term, input) : term.get("from").decimalValue();
    }

    private BigDecimal ofField(JsonNode term, JsonNode input) {
        String field = term.get("field").asText();
        if (value(input, field).isEmpty() && term.has("default")) {
            return standard(term, input);
        }
        BigDecimal least = number(input, field).orElseGet(() -> bounds(field).get(0));
        JsonNode open = term.path("unknownAt");
        if (open.isObject() && open.get("value").decimalValue().compareTo(least) == 0) {
            return open.get("from").decimalValue();
        }
        return term.has("over") ? least.divide(most(input, term.get("over").asText()), MathContext.DECIMAL32) : least;
    }

    private BigDecimal standard(JsonNode term, JsonNode input) {
        return term.path("defaultWhen").properties().stream()
                .filter(flag ->
                        value(input, flag.getKey()).map(JsonNode::asBoolean).orElse(false))
                .map(flag -> flag.getValue().decimalValue())
                .findFirst()
                .orElse(term.get("default").decimalValue());
    }

    private BigDecimal most(JsonNode input, String field) {
        List<BigDecimal> bounds = bounds(field);
        return number(input, field).orElse(bounds.get(bounds.size() - 1));
    }

    private Optional<BigDecimal> number(JsonNode input, String field) {
        return value(input, field).flatMap(PricedInput::number);
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        boolean reads = value.isNumber() || value.asText().matches("-?\\d+(\\.\\d+)?");
        return reads ? Optional.of(new BigDecimal(value.asText())) : Optional.empty();
    }

    /** All that the schema allows, or the least and the most of it. */
    private List<BigDecimal> bounds(String field) {
        JsonNode own = schemaOf(field);
        List<BigDecimal> choices = new ArrayList<>();
        own.path("enum").forEach(choice -> number(choice).ifPresent(choices::add));
        if (choices.isEmpty()) {
            choices.add(own.path("minimum").isNumber() ? own.get("minimum").decimalValue() : BigDecimal.ONE);
            choices.add(own.path("maximum").isNumber() ? own.get("maximum").decimalValue() : MUCH);
        }
        return choices.stream().sorted().toList();
    }

    /** At a place such as {@code dialogue[].text}. */
    private static long characters(JsonNode node, String place) {
        String[] steps = place.split("\\.", 2);
        JsonNode child = node.path(steps[0].replace("[]", ""));
        if (steps.length == 1) {
            return child.asText().codePoints().count();
        }
        long characters = 0;
        for (JsonNode item : child) {
            characters += characters(item, steps[1]);
        }
        return characters;
    }

    private static BigDecimal entries(JsonNode term, JsonNode input) {
        int entries = -term.path("after").asInt();
        for (JsonNode field : term.get("items")) {
            JsonNode value = input.path(field.asText());
            entries += value.isArray() ? value.size() : value.isTextual() ? 1 : 0;
        }
        return BigDecimal.valueOf(Math.max(0, entries));
    }
}
