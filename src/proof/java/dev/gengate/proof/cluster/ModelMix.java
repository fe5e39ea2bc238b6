package dev.gengate.proof.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFile;
import dev.gengate.proof.models.SampleInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Submissions to several models in turn. */
public final class ModelMix {
    /** Models of all kinds and all shapes of results: URLs, frames, tracks, layers, masks, data alone. */
    public static final List<String> ALL_KINDS = List.of(
            "google/imagen4-fast",
            "google/nano-banana",
            "bytedance/seedance-2",
            "happyhorse-1-1/image-to-video",
            "elevenlabs/text-to-speech-multilingual-v2",
            "ai-music-api/generate",
            "ai-music-api/generate-lyrics",
            "seedream/5-flash-layer-decomposition",
            "omnihuman-1-5/subject-detection",
            "omnihuman-1-5/human-identification");

    private static final String PLAIN = "google/imagen4-fast";

    private final List<String> models;
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();

    /** @throws IllegalArgumentException for a name that no model has */
    public ModelMix(List<String> models) {
        this.models = models;
        for (String model : models) {
            if (!ModelFile.exists(model)) {
                throw new IllegalArgumentException("no such model: " + model);
            }
            schemas.put(model, ModelFile.of(model).get("input"));
        }
    }

    /** The body of the submission of that number. */
    public String body(int number, String key) {
        String model = models.get(number % models.size());
        ObjectNode input = SampleInput.of(schemas.get(model), "a lighthouse for \"" + key + "\"");
        if (model.equals(PLAIN)) {
            input.put("num_images", "2");
        }
        ObjectNode body = Json.object().put("model", model).put("correlationId", key);
        return Json.write(body.set("input", input));
    }
}
