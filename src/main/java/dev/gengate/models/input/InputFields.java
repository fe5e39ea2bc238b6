package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The fields of a model's input with what its schema says of them: where one is absent, its default holds. */
public record InputFields(JsonNode schema) {
    private static final BigDecimal UNBOUNDED = BigDecimal.valueOf(1_000);

    /** The value that holds, or null if nobody knows. */
    public JsonNode value(JsonNode input, String field) {
        JsonNode given = input.get(field);
        return given != null && !given.isNull() ? given : schemaOf(field).get("default");
    }

    /** The fields of the objects at a path, see {@link JsonPath}. */
    InputFields at(String path) {
        InputFields fields = this;
        for (String step : path.split("\\.")) {
            JsonNode field = fields.schemaOf(JsonPath.field(step));
            fields = new InputFields(step.endsWith("[]") ? field.path("items") : field);
        }
        return fields;
    }

    /** The number that holds; where nobody knows it, all that the schema allows. */
    Range number(JsonNode input, String field) {
        JsonNode value = value(input, field);
        BigDecimal known = value == null ? null : number(value);
        return known == null ? bounds(schemaOf(field)) : Range.exactly(known);
    }

    /** The schema of a field, in a branch too. */
    public JsonNode schemaOf(String field) {
        JsonNode own = schema.path("properties").path(field);
        if (!own.isMissingNode()) {
            return own;
        }
        for (JsonNode branch : schema.path("oneOf")) {
            JsonNode inBranch = branch.path("properties").path(field);
            if (!inBranch.isMissingNode()) {
                return inBranch;
            }
        }
        return own;
    }

    /** A number, or a string that reads as one; null for all else. */
    static BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        try {
            return new BigDecimal(value.asText());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Range bounds(JsonNode field) {
        List<BigDecimal> choices = new ArrayList<>();
        field.path("enum").forEach(choice -> {
            if (number(choice) != null) {
                choices.add(number(choice));
            }
        });
        if (!choices.isEmpty()) {
            return new Range(
                    choices.stream().reduce(BigDecimal::min).get(),
                    choices.stream().reduce(BigDecimal::max).get());
        }
        return new Range(
                field.has("minimum") ? field.get("minimum").decimalValue() : BigDecimal.ONE,
                field.has("maximum") ? field.get("maximum").decimalValue() : UNBOUNDED);
    }
}
