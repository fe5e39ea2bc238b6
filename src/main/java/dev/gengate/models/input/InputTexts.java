package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a person understands of a broken constraint; of the schema's values, never of the input's. */
final class InputTexts {
    private static final int MOST_CHOICES = 20;

    private InputTexts() {}

    /** The text of a constraint on one value. */
    static String of(ValidationMessage broken, JsonNode schema) {
        String keyword = broken.getType();
        JsonNode limit = broken.getSchemaNode();
        return switch (keyword) {
            case "type" ->
                limit.isArray()
                        ? "must be one of these: " + texts(limit).collect(Collectors.joining(", "))
                        : type(limit.asText());
            case "enum" -> "must be one of " + choices(schema.get("enum"));
            case "const" -> "must be " + limit.asText();
            case "minLength" ->
                limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit.asText() + " characters";
            case "maxLength" -> "must have at most " + limit.asText() + " characters";
            case "pattern" -> pattern(limit.asText());
            case "minimum" -> "must be at least " + limit.asText();
            case "maximum" -> "must be at most " + limit.asText();
            case "exclusiveMinimum" -> "must be more than " + limit.asText();
            case "exclusiveMaximum" -> "must be less than " + limit.asText();
            case "multipleOf" -> "must be a multiple of " + limit.asText();
            case "minItems" -> "must have at least " + items(limit);
            case "maxItems" -> "must have at most " + items(limit);
            case "uniqueItems" -> "must not have the same item twice";
            default -> "is not allowed by the model's schema (" + keyword + ")";
        };
    }

    private static String type(String type) {
        return switch (type) {
            case "integer" -> "must be an integer between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE;
            case "array" -> "must be an array";
            case "object" -> "must be an object";
            default -> "must be a " + type;
        };
    }

    private static String pattern(String pattern) {
        return pattern.equals("\\S") || pattern.contains(".*\\S.*")
                ? "must not be blank"
                : "must match the pattern " + pattern;
    }

    private static String items(JsonNode limit) {
        return limit.asInt() == 1 ? "1 item" : limit.asText() + " items";
    }

    static String choices(JsonNode choices) {
        String shown = texts(choices).limit(MOST_CHOICES).collect(Collectors.joining(", "));
        return choices.size() > MOST_CHOICES
                ? shown + ", … (" + choices.size() + " in all, see the model's schema)"
                : shown;
    }

    /** Alternatives of which none, or more than one, holds. */
    static String alternatives(JsonNode alternatives, boolean exactlyOne) {
        Set<String> texts = StreamSupport.stream(alternatives.spliterator(), false)
                .map(InputTexts::alternative)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (texts.contains(null)) {
            return "fits none of the alternatives in the model's schema";
        }
        boolean fields = alternatives.get(0).has("required");
        String start = !fields ? "must be " : exactlyOne ? "must have exactly one of " : "must have at least one of ";
        return start + String.join(fields ? ", " : " or ", texts);
    }

    private static String alternative(JsonNode schema) {
        if (schema.has("required")) {
            return texts(schema.get("required")).collect(Collectors.joining(" with "));
        }
        if (schema.has("const")) {
            return schema.get("const").asText();
        }
        if (schema.has("minimum") && schema.has("maximum")) {
            return "from " + schema.get("minimum").asText() + " to "
                    + schema.get("maximum").asText();
        }
        return schema.has("enum") ? "one of " + choices(schema.get("enum")) : null;
    }

    /** What {@code not} forbids: fields together, values together, or values. */
    static List<InputError> forbidden(JsonNode not, JsonNode value, String pointer) {
        List<InputError> errors = new ArrayList<>();
        if (not.has("anyOf")) {
            for (JsonNode one : not.get("anyOf")) {
                if (texts(one.path("required")).allMatch(value::has)) {
                    errors.addAll(forbidden(one, value, pointer));
                }
            }
        } else if (not.has("required")) {
            errors.add(together(not, pointer));
        } else {
            JsonNode values = not.has("const") ? not.get("const") : not.get("enum");
            String text = values == null
                    ? "is not allowed here"
                    : "cannot be " + (values.isArray() ? "one of " + choices(values) : values.asText()) + " here";
            errors.add(new InputError(pointer, text));
        }
        return errors;
    }

    private static InputError together(JsonNode not, String pointer) {
        List<String> fields = texts(not.get("required")).toList();
        String last = fields.get(fields.size() - 1);
        String others = fields.subList(0, fields.size() - 1).stream()
                .map(field -> field + valueOf(not, field))
                .collect(Collectors.joining(" and "));
        String what = "cannot be used" + (others.isEmpty() ? " here" : " with " + others);
        String own = valueOf(not, last);
        return new InputError(
                InputError.child(pointer, last),
                own.isEmpty() ? what : "cannot be" + own + (others.isEmpty() ? " here" : " with " + others));
    }

    /** The values of a field that are forbidden, as the schema names them. */
    private static String valueOf(JsonNode not, String field) {
        JsonNode schema = not.path("properties").path(field);
        if (schema.has("const")) {
            return " " + schema.get("const").asText();
        }
        return schema.has("enum") ? " " + choices(schema.get("enum")) : "";
    }

    static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }
}
