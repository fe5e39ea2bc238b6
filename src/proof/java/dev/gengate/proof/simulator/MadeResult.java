package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task makes.
 *
 * @param resultJson as the provider tells it
 * @param results what it is, {@code {kind, role, url}} each: what was asked for first
 * @param data null for none
 */
record MadeResult(ObjectNode resultJson, List<ObjectNode> results, JsonNode data) {
    static final MadeResult NOTHING =
            new MadeResult(Json.object().set("resultUrls", Json.tree(List.of())), List.of(), null);

    List<String> urls() {
        return results.stream().map(result -> result.path("url").asText()).toList();
    }

    /** A result of that shape ({@code result} of a model's file), so many of them, each name with that padding. */
    static MadeResult of(JsonNode shape, String base, String taskId, int count, String padding) {
        ObjectNode resultJson = Json.object();
        List<ObjectNode> asked = new ArrayList<>();
        List<ObjectNode> beside = new ArrayList<>();
        for (JsonNode place : shape.path("urls")) {
            String at = place.path("at").asText();
            for (int index = 0; index < (at.contains("[]") ? count : 1); index++) {
                ObjectNode result = result(place, base, taskId, index + 1, padding);
                put(resultJson, at, index, result.path("url").asText());
                (place.has("role") ? beside : asked).add(result);
            }
        }
        asked.addAll(beside);
        return new MadeResult(
                resultJson, asked, data(resultJson, shape.path("data").asText("")));
    }

    private static ObjectNode result(JsonNode place, String base, String taskId, int number, String padding) {
        String kind = place.path("kind").asText();
        String role = place.path("role").asText("");
        ObjectNode result = Json.object().put("kind", kind);
        if (!role.isEmpty()) {
            result.put("role", role);
        }
        String name = taskId + "-" + (role.isEmpty() ? "" : role + "-") + number + padding;
        return result.put("url", base + FileRoute.PREFIX + name + extension(kind));
    }

    private static String extension(String kind) {
        return switch (kind) {
            case "video" -> ".mp4";
            case "audio" -> ".mp3";
            default -> ".png";
        };
    }

    private static void put(ObjectNode parent, String path, int index, String url) {
        String[] steps = path.split("\\.", 2);
        String field = steps[0].replace("[]", "");
        boolean list = steps[0].endsWith("[]");
        if (steps.length == 1 && list) {
            parent.withArrayProperty(field).add(url);
        } else if (steps.length == 1) {
            parent.put(field, url);
        } else {
            put(
                    list ? item(parent.withArrayProperty(field), index) : parent.withObjectProperty(field),
                    steps[1],
                    index,
                    url);
        }
    }

    private static ObjectNode item(ArrayNode list, int index) {
        while (list.size() <= index) {
            list.addObject()
                    .put("id", "track-" + list.size())
                    .put("title", "Dawn")
                    .put("duration", 187.4);
        }
        return (ObjectNode) list.get(index);
    }

    private static JsonNode data(ObjectNode resultJson, String path) {
        if (path.isEmpty()) {
            return null;
        }
        if (!resultJson.has(path)) {
            resultJson
                    .putObject(path)
                    .put("text", "what a model says: \"Grüße\"")
                    .put("score", 0.5);
        }
        return resultJson.get(path);
    }
}
