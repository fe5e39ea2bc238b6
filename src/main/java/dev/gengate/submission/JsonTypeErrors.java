package dev.gengate.submission;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.gengate.generation.Priority;
import java.util.Map;

/** Describes a value of the wrong type in terms of JSON rather than Java. */
final class JsonTypeErrors {
    private static final Map<Class<?>, String> EXPECTED = Map.of(
            String.class, "must be a string",
            Long.class, "must be an integer between -9223372036854775808 and 9223372036854775807",
            Map.class, "must be an object of strings",
            Priority.class, "must be one of high, normal, low");

    private JsonTypeErrors() {}

    static String detail(JsonMappingException mismatch) {
        // the exception for a number out of range does not name the field's type
        Class<?> expected = mismatch instanceof MismatchedInputException typed && typed.getTargetType() != null
                ? typed.getTargetType()
                : Long.class;
        return EXPECTED.entrySet().stream()
                .filter(entry -> entry.getKey().isAssignableFrom(expected))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("has the wrong type");
    }
}
