package dev.gengate.models.input;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds for every input, before a schema sees it: bounded, and nothing in it that cannot be stored or sent. */
public final class InputLimits {
    /** As many as an answer names: each has a pointer of its own, which can be long. */
    private static final int MOST_ERRORS = 50;

    private static final int MOST_VALUES = 2_000;
    private static final int DEEPEST = 8;
    /** A number with a larger exponent is slow to compute with. */
    private static final int LARGEST_SCALE = 30;

    private static final String INTEGER = "must be an integer between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final List<InputError> errors = new ArrayList<>();
    private int values;

    private InputLimits() {}

    /** What breaks a limit, up to as much as an answer names: see {@link #allKnown}. */
    public static List<InputError> broken(ObjectNode input) {
        InputLimits limits = new InputLimits();
        limits.look(input, "", 0);
        if (limits.values > MOST_VALUES) {
            return List.of(new InputError("", "must have at most " + MOST_VALUES + " values"));
        }
        return limits.errors;
    }

    /** Whether nothing else in the input breaks a limit, so that the rest may be looked at. */
    public static boolean allKnown(List<InputError> broken) {
        return broken.size() < MOST_ERRORS
                && broken.stream().noneMatch(error -> error.pointer().isEmpty());
    }

    /** The input with null in place of what breaks a limit: it must not reach a schema, which may compute with it. */
    public static ObjectNode without(List<InputError> broken, ObjectNode input) {
        if (broken.isEmpty()) {
            return input;
        }
        ObjectNode rest = input.deepCopy();
        for (InputError error : broken) {
            JsonPointer pointer = JsonPointer.compile(error.pointer());
            JsonNode parent = rest.at(pointer.head());
            if (parent instanceof ArrayNode array) {
                array.setNull(pointer.last().getMatchingIndex());
            } else {
                ((ObjectNode) parent).putNull(pointer.last().getMatchingProperty());
            }
        }
        return rest;
    }

    private void look(JsonNode value, String pointer, int depth) {
        if (errors.size() == MOST_ERRORS || ++values > MOST_VALUES) {
            return;
        }
        if (depth > DEEPEST) {
            errors.add(new InputError(pointer, "is nested too deeply"));
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                look(field.getValue(), InputError.child(pointer, field.getKey()), depth + 1);
            }
        } else if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                look(value.get(index), pointer + "/" + index, depth + 1);
            }
        } else {
            scalar(value, pointer);
        }
    }

    private void scalar(JsonNode value, String pointer) {
        if (value.isTextual() && !WellFormed.Validator.wellFormed(value.textValue())) {
            errors.add(new InputError(pointer, WellFormed.TEXT));
        } else if (value.isBigInteger()) {
            errors.add(new InputError(pointer, INTEGER));
        } else if (value.isNumber() && tooLarge(value)) {
            errors.add(new InputError(pointer, "must be a number of at most " + LARGEST_SCALE + " digits"));
        } else if (value.isFloatingPointNumber() && value.decimalValue().abs().compareTo(MOST) > 0) {
            // for a schema 1e25 is an integer
            errors.add(new InputError(pointer, INTEGER));
        }
    }

    /** Whether a number has so many digits, written out, that it is slow to compute with or exhausts memory. */
    public static boolean tooLarge(JsonNode number) {
        return !number.isIntegralNumber()
                && (number.isDouble() && !Double.isFinite(number.doubleValue())
                        || number.isBigDecimal()
                                && (Math.abs((long) number.decimalValue().scale()) > LARGEST_SCALE
                                        || number.decimalValue().precision() > LARGEST_SCALE));
    }
}
