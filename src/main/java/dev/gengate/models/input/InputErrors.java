package dev.gengate.models.input;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.gengate.problem.Names;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Turns what the validator finds into errors with pointers: one for each place. */
final class InputErrors {
    private static final Set<String> OF_ALTERNATIVES = Set.of("anyOf", "oneOf");
    private static final Set<String> OF_FIELDS = Set.of("required", "additionalProperties", "dependentRequired");

    private final JsonNode schema;
    private final JsonNode input;
    private final Map<String, InputError> errors = new LinkedHashMap<>();

    private InputErrors(JsonNode schema, JsonNode input) {
        this.schema = schema;
        this.input = input;
    }

    static Collection<InputError> of(Collection<ValidationMessage> found, JsonNode schema, JsonNode input) {
        InputErrors errors = new InputErrors(schema, input);
        // a value of the wrong type breaks other constraints too
        found.stream()
                .sorted(Comparator.comparing(message -> message.getType().equals("type") ? 0 : 1))
                .flatMap(errors::read)
                .forEach(error -> errors.errors.putIfAbsent(error.pointer(), error));
        return errors.errors.values();
    }

    /** The schema has no references: the path of evaluation is a pointer into it. */
    private Stream<InputError> read(ValidationMessage found) {
        JsonNodePath path = found.getEvaluationPath();
        for (int step = 0; step < path.getNameCount(); step++) {
            if (OF_ALTERNATIVES.contains(path.getName(step)) && !named(path, step)) {
                return Stream.of(alternatives(found, step));
            }
        }
        String pointer =
                pointer(found.getInstanceLocation(), found.getInstanceLocation().getNameCount());
        if (found.getType().equals("not")) {
            return InputTexts.forbidden(found.getSchemaNode(), input.at(JsonPointer.compile(pointer)), pointer)
                    .stream();
        }
        return OF_FIELDS.contains(found.getType())
                ? fields(found, pointer)
                : Stream.of(new InputError(pointer, text(found, path)));
    }

    /** Whether a step is the name of a field, not a keyword. */
    private static boolean named(JsonNodePath path, int step) {
        return step > 0 && path.getName(step - 1).equals("properties");
    }

    private InputError alternatives(ValidationMessage found, int step) {
        JsonNodePath path = found.getEvaluationPath();
        JsonNode alternatives = schema.at(JsonPointer.compile(pointer(path, step + 1)));
        int inInput = 0;
        for (int index = 0; index < step; index++) {
            boolean field = path.getName(index).equals("properties");
            inInput += field || path.getName(index).equals("items") ? 1 : 0;
            index += field ? 1 : 0;
        }
        String text = InputTexts.alternatives(alternatives, path.getName(step).equals("oneOf"));
        return new InputError(pointer(found.getInstanceLocation(), inInput), text);
    }

    private Stream<InputError> fields(ValidationMessage found, String pointer) {
        JsonNode object = input.at(JsonPointer.compile(pointer));
        return switch (found.getType()) {
            case "required" -> Stream.of(new InputError(InputError.child(pointer, found.getProperty()), "is required"));
            case "dependentRequired" ->
                found.getSchemaNode().properties().stream()
                        .filter(dependent -> object.has(dependent.getKey()))
                        .flatMap(dependent -> InputTexts.texts(dependent.getValue())
                                .filter(needed -> !object.has(needed))
                                .map(needed -> new InputError(
                                        InputError.child(pointer, needed), "is required with " + dependent.getKey())));
            default -> Stream.of(unknown(found, pointer));
        };
    }

    private InputError unknown(ValidationMessage found, String pointer) {
        JsonNode known = parent(found.getEvaluationPath()).path("properties");
        String name = found.getProperty();
        Stream<String> names = known.properties().stream().map(Map.Entry::getKey);
        return new InputError(InputError.child(pointer, name), "is not a known field" + Names.hint(name, names));
    }

    private String text(ValidationMessage found, JsonNodePath path) {
        String text = InputTexts.of(found, parent(path));
        boolean empty = text.equals("must not be empty") || text.equals("must not be blank");
        return empty && required(path) ? "is required" : text;
    }

    /** Whether the field at fault is a required one. */
    private boolean required(JsonNodePath path) {
        int steps = path.getNameCount();
        if (steps < 3 || !path.getName(steps - 3).equals("properties")) {
            return false;
        }
        JsonNode object = schema.at(JsonPointer.compile(pointer(path, steps - 3)));
        return InputTexts.texts(object.path("required")).anyMatch(path.getName(steps - 2)::equals);
    }

    private JsonNode parent(JsonNodePath path) {
        return schema.at(JsonPointer.compile(pointer(path, path.getNameCount() - 1)));
    }

    private static String pointer(JsonNodePath path, int steps) {
        String pointer = "";
        for (int step = 0; step < steps; step++) {
            pointer = InputError.child(pointer, String.valueOf(path.getElement(step)));
        }
        return pointer;
    }
}
