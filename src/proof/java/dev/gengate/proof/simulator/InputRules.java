package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the provider refuses in a createTask request, with the texts seen, for the models of which they were. */
final class InputRules {
    private static final int LONGEST_PROMPT = 5000;
    private static final int LONGEST_SEED = 500;
    private static final Set<String> RATIOS = Set.of("1:1", "16:9", "9:16", "3:4", "4:3", "auto");
    private static final Set<String> COUNTS = Set.of("1", "2", "3", "4");
    private static final Set<String> COMMON = Set.of("prompt", "negative_prompt", "aspect_ratio", "seed");
    private static final Map<String, Set<String>> MODELS = Map.of(
            "google/imagen4-fast", Set.of("num_images"),
            "google/imagen4", Set.of(),
            "google/imagen4-ultra", Set.of());

    static final Answer UNKNOWN_MODEL =
            Answer.code(422, "The model name you specified is not supported. Please check the model name.");

    private InputRules() {}

    /** The refusal, or empty for a good request or one of a model whose texts nobody has seen. */
    static Optional<Answer> refusal(JsonNode request) {
        Set<String> own = MODELS.get(request.path("model").asText());
        if (own == null) {
            return Optional.empty();
        }
        if (!(request.path("input") instanceof ObjectNode input)) {
            return refuse(422, "input is required");
        }
        return unknownField(input, own)
                .or(() -> prompt(input))
                .or(() -> tooLong(input, "negative_prompt"))
                .or(() -> notAllowed(input, "aspect_ratio", RATIOS))
                .or(() -> notAllowed(input, "num_images", COUNTS))
                .or(() -> seed(input, own.contains("num_images")));
    }

    private static Optional<Answer> unknownField(ObjectNode input, Set<String> own) {
        for (Iterator<String> names = input.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!COMMON.contains(name) && !own.contains(name)) {
                return refuse(422, "Unknown input field: " + name);
            }
        }
        return Optional.empty();
    }

    private static Optional<Answer> prompt(ObjectNode input) {
        if (!input.path("prompt").isTextual() || input.path("prompt").asText().isEmpty()) {
            return refuse(500, "This field is required");
        }
        return tooLong(input, "prompt");
    }

    private static Optional<Answer> tooLong(ObjectNode input, String field) {
        if (!input.has(field)) {
            return Optional.empty();
        }
        String text = input.path(field).asText();
        boolean good = input.path(field).isTextual() && text.codePointCount(0, text.length()) <= LONGEST_PROMPT;
        return good ? Optional.empty() : refuse(500, "This " + field + " is not a text of up to 5000 characters");
    }

    private static Optional<Answer> notAllowed(ObjectNode input, String field, Set<String> allowed) {
        boolean good = !input.has(field)
                || input.path(field).isTextual()
                        && allowed.contains(input.path(field).asText());
        return good ? Optional.empty() : refuse(500, "This " + field + " is not within the range of allowed options");
    }

    private static Optional<Answer> seed(ObjectNode input, boolean integer) {
        JsonNode seed = input.path("seed");
        boolean text = seed.isTextual() && seed.asText().length() <= LONGEST_SEED;
        boolean good = seed.isMissingNode() || (integer ? seed.isIntegralNumber() : text);
        return good ? Optional.empty() : refuse(500, "This seed is not of the right type");
    }

    private static Optional<Answer> refuse(int code, String text) {
        return Optional.of(Answer.code(code, text));
    }
}
