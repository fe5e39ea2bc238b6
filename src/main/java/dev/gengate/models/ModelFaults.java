package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.input.InputFields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is wrong with a file that has the format: parts of it that do not fit each other. */
final class ModelFaults {
    /** As of {@code gateway.deadline.result}. */
    private static final Duration MOST_DEADLINE = Duration.ofDays(30);

    private ModelFaults() {}

    static Optional<String> of(Model model) {
        InputFields fields = new InputFields(model.input());
        String unknown = named(model)
                .filter(field -> fields.schemaOf(field).isMissingNode())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            return Optional.of("the input has no " + unknown);
        }
        if (model.input().findParents("x-media").size() != media(model.input())) {
            return Optional.of("$.input: x-media stands where it is not looked for");
        }
        if (!earlierTasksAreMarked(model)) {
            return Optional.of(
                    "$.refersToEarlierTask: each field and no other is a string that has the same x-earlier");
        }
        if (!plausible(model.runningTime())) {
            return Optional.of("$.runningTime: typical is from PT1S to PT24H, deadline from typical to 30 days");
        }
        return divisors(model)
                .filter(field -> !positive(fields.schemaOf(field)))
                .findFirst()
                .map(field -> "$.price: " + field + " may be 0, and something is divided by it");
    }

    private static boolean plausible(RunningTime time) {
        Duration deadline = time.deadline() == null ? MOST_DEADLINE : time.deadline();
        return time.typical().compareTo(Duration.ofSeconds(1)) >= 0
                && time.typical().compareTo(Duration.ofDays(1)) <= 0
                && deadline.compareTo(time.typical()) >= 0
                && deadline.compareTo(MOST_DEADLINE) <= 0;
    }

    /** The fields that price, rules and earlier tasks name. */
    private static Stream<String> named(Model model) {
        List<String> ofPrice = model.price() == null ? List.of() : model.price().deciding();
        Stream<String> ofRules = model.rules().stream().flatMap(rule -> rule.fields().stream());
        Stream<String> ofTasks = model.earlierTasks().stream().map(EarlierTask::field);
        return Stream.of(ofPrice.stream(), ofRules, ofTasks).flatMap(part -> part);
    }

    private static Stream<String> divisors(Model model) {
        return model.price() == null
                ? Stream.empty()
                : Stream.of("quantity", "extra")
                        .flatMap(part -> model.price().json().path(part).findValuesAsText("over").stream());
    }

    private static boolean positive(JsonNode schema) {
        return schema.path("minimum").decimalValue().signum() > 0
                || !schema.path("enum").isEmpty()
                        && elements(schema.get("enum")).allMatch(choice -> choice.asDouble() > 0);
    }

    /** A place of another type would not be looked at, and one without the mark would not be known for what it is. */
    private static boolean earlierTasksAreMarked(Model model) {
        Map<String, String> tasks = model.earlierTasks().stream()
                .collect(Collectors.toMap(
                        EarlierTask::field, task -> task.takes().wireName(), (one, same) -> one));
        List<Map.Entry<String, JsonNode>> marked = Stream.concat(
                        Stream.of(model.input()), elements(model.input().path("oneOf")))
                .flatMap(part -> part.path("properties").properties().stream())
                .filter(field ->
                        tasks.containsKey(field.getKey()) || field.getValue().has("x-earlier"))
                .toList();
        return marked.size() == model.input().findParents("x-earlier").size()
                && marked.stream()
                        .allMatch(field -> field.getValue()
                                        .path("x-earlier")
                                        .asText()
                                        .equals(tasks.get(field.getKey()))
                                && field.getValue().path("type").asText().equals("string"));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** How many are in the places where an input is looked through. */
    private static int media(JsonNode schema) {
        int found = schema.has("x-media") ? 1 : 0;
        for (JsonNode field : schema.path("properties")) {
            found += media(field);
        }
        for (JsonNode branch : schema.path("oneOf")) {
            for (JsonNode field : branch.path("properties")) {
                found += media(field);
            }
        }
        return schema.has("items") ? found + media(schema.get("items")) : found;
    }
}
