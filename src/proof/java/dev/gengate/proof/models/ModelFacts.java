package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** One model's file from what is known of it. */
final class ModelFacts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String UNOWNED =
            "an id that cannot be checked against its owner: all callers share the account";

    /** Longest address of a user's medium. */
    private static final int LONGEST_URL = 2048;

    /** How long a task of that kind takes, and after how long none comes any more. */
    private static final Map<String, List<String>> RUNNING_TIMES = Map.of(
            "image", List.of("PT1M", "PT6H"),
            "text", List.of("PT1M", "PT6H"),
            "audio", List.of("PT3M", "PT12H"),
            "video", List.of("PT3M", "PT24H"));

    /** Fields that take the task of an earlier generation, or one track of its result. */
    private static final Map<String, String> EARLIER =
            Map.of("task_id", "task", "taskId", "task", "origin_task_id", "task", "audio_id", "track");

    /** Fields that no caller may use, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "reference_link_urls", "the address of a page that the provider would fetch",
            "audio_ids", UNOWNED,
            "character_ids", UNOWNED,
            "character_id_list", UNOWNED,
            "persona_id", UNOWNED);

    private ModelFacts() {}

    static ObjectNode model(ObjectNode facts) {
        ObjectNode file = NODES.objectNode();
        for (String field : List.of("model", "vendor", "kind", "status")) {
            file.set(field, facts.get(field));
        }
        file.set("replacedBy", NODES.nullNode());
        ObjectNode input = input(facts);
        file.set("input", input);
        file.set("result", ResultFacts.result(facts.get("result")));
        file.set("price", facts.get("price").isNull() ? NODES.nullNode() : PriceFacts.price(facts, input));
        file.set("rules", rules(facts));
        file.set("refersToEarlierTask", earlierTasks(facts));
        List<String> times = RUNNING_TIMES.get(facts.get("kind").textValue());
        file.set("runningTime", NODES.objectNode().put("typical", times.get(0)).put("deadline", times.get(1)));
        file.set("asOf", facts.get("asOf"));
        file.set("sources", facts.get("sources"));
        file.set("notes", notes(facts));
        file.set("confidence", facts.get("confidence"));
        return file;
    }

    private static ObjectNode input(ObjectNode facts) {
        ObjectNode input = facts.get("input").deepCopy();
        media(input);
        if (facts.get("model").textValue().equals("google/imagen4-fast")) {
            ObjectNode prompt = (ObjectNode) input.at("/properties/prompt");
            prompt.remove("minLength");
            prompt.put("pattern", "\\S");
            ((ObjectNode) input.at("/properties/num_images")).remove("deprecated");
            input.set("properties", ordered((ObjectNode) input.get("properties")));
        }
        if (facts.at("/price/note").asText().startsWith("absent resolution = 1K")) {
            ((ObjectNode) input.at("/properties/resolution")).put("default", "1K");
        }
        if (input.get("properties") instanceof ObjectNode properties) {
            properties.remove(LEFT_OUT.keySet());
        }
        earlier(input);
        return input;
    }

    /** The order in which the gateway has always sent them. */
    private static ObjectNode ordered(ObjectNode properties) {
        ObjectNode ordered = NODES.objectNode();
        for (String name : List.of("prompt", "negative_prompt", "aspect_ratio", "num_images", "seed")) {
            ordered.set(name, properties.get(name));
        }
        return ordered;
    }

    /** Every user's URL, at any depth: http(s), an own earlier result or, unless it is a document, an own file, never a provider's own scheme. */
    private static void media(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("x-media")
                && object.path("type").isTextual()) {
            object.put("format", "uri");
            boolean document = object.at("/x-media/kind").asText().equals("document");
            object.put("pattern", document ? "^(https?://|generation:)" : "^(https?://|generation:|file:)");
            object.put(
                    "maxLength", Math.min(LONGEST_URL, object.path("maxLength").asInt(LONGEST_URL)));
            accepted(object.at("/x-media/accept"));
        }
        schema.forEach(ModelFacts::media);
    }

    /** The last type of a sentence comes with its full stop. */
    private static void accepted(JsonNode types) {
        for (int index = 0; index < types.size(); index++) {
            ((ArrayNode) types).set(index, types.get(index).textValue().replaceFirst("[.]$", ""));
        }
    }

    private static ArrayNode rules(ObjectNode facts) {
        ArrayNode rules = NODES.arrayNode();
        facts.path("rules").forEach(rule -> rules.addAll(RuleFacts.rules(rule.textValue())));
        return rules;
    }

    private static ArrayNode notes(ObjectNode facts) {
        ArrayNode notes = NODES.arrayNode();
        facts.path("notes").forEach(notes::add);
        JsonNode properties = facts.at("/input/properties");
        LEFT_OUT.keySet().stream()
                .sorted()
                .filter(properties::has)
                .forEach(field -> notes.add(field + " is left out: " + LEFT_OUT.get(field)));
        return notes;
    }

    private static ArrayNode earlierTasks(ObjectNode facts) {
        ArrayNode tasks = NODES.arrayNode();
        for (JsonNode field : facts.path("refersToEarlierTask")) {
            if (!LEFT_OUT.containsKey(field.textValue())) {
                ObjectNode task = tasks.addObject().put("field", field.textValue());
                task.put("takes", EARLIER.get(field.textValue()));
                task.set("of", NODES.arrayNode().add(family(facts.get("model").textValue())));
            }
        }
        return tasks;
    }

    /** Marks the fields that take an earlier task, in branches too. */
    private static void earlier(JsonNode schema) {
        for (JsonNode one :
                schema.has("oneOf") ? schema.get("oneOf") : NODES.arrayNode().add(schema)) {
            one.path("properties").properties().forEach(property -> {
                if (EARLIER.containsKey(property.getKey())) {
                    ((ObjectNode) property.getValue()).put("x-earlier", EARLIER.get(property.getKey()));
                }
            });
        }
    }

    /** The models whose tasks it continues. */
    private static String family(String model) {
        if (model.startsWith("veo/")) {
            return "veo*";
        }
        if (model.startsWith("runway")) {
            return "runway*";
        }
        if (model.startsWith("grok-imagine-image")) {
            return "grok-imagine-image*";
        }
        int slash = model.indexOf('/');
        return slash < 0 ? "*" : model.substring(0, slash) + "/*";
    }
}
