package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where a model's results stand. */
final class ResultFacts {
    private ResultFacts() {}

    static ObjectNode result(JsonNode facts) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        String media = facts.get("media").textValue();
        String object = facts.path("object").asText();
        ArrayNode urls = result.putArray("urls");
        result.putNull("data");
        String shape = facts.get("shape").textValue();
        if (shape.startsWith("resultUrls")) {
            urls.add(url("resultUrls[]", media, null));
            facts.path("also").forEach(also -> urls.add(also(also.textValue(), media)));
        }
        if (object.contains("mask_urls")) {
            urls.add(url("resultObject.mask_urls[]", "image", null));
        } else if (shape.contains("resultObject")) {
            result.put("data", "resultObject");
        }
        if (object.contains("layers_data")) {
            urls.add(url("resultObject.layers_data[].url", "image", "layer"));
        }
        if (shape.equals("data")) {
            urls.add(url("data[].audio_url", "audio", null));
            urls.add(url("data[].stream_audio_url", "audio", "stream"));
            urls.add(url("data[].image_url", "image", "cover"));
            result.put("data", "data");
        }
        result.set("count", facts.get("count"));
        return result;
    }

    private static ObjectNode also(String path, String media) {
        return switch (path) {
            case "firstFrameUrl[]" -> url(path, "image", "first-frame");
            case "lastFrameUrl[]" -> url(path, "image", "last-frame");
            case "resultWaterMarkUrls[]" -> url(path, media, "watermarked");
            default -> throw new IllegalArgumentException(path);
        };
    }

    private static ObjectNode url(String at, String kind, String role) {
        ObjectNode url = JsonNodeFactory.instance.objectNode().put("at", at).put("kind", kind);
        return role == null ? url : url.put("role", role);
    }
}
