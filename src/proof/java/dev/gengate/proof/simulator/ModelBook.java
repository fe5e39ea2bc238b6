package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The models of the provider: those that ship with the gateway, others that a test adds, and how they have changed. */
final class ModelBook {
    private static final String FILES = "/models/";

    private final JsonNode index = resource("index.json");
    private final Map<String, SimulatedModel> read = new HashMap<>();
    private final Map<String, JsonNode> drifts = new HashMap<>();

    Optional<SimulatedModel> find(String name) {
        if (!read.containsKey(name) && index.has(name)) {
            read.put(name, new SimulatedModel(resource(index.get(name).path("file").asText())));
        }
        return Optional.ofNullable(read.get(name));
    }

    /** The provider has this model too from now on, whatever it had under its name. */
    void add(JsonNode file) {
        read.put(file.path("model").asText(), new SimulatedModel(file));
    }

    /** Its schema is told with this JSON merge patch from now on; null: without the model. */
    void drifts(String model, JsonNode patch) {
        drifts.put(model, patch);
    }

    void reset() {
        read.clear();
        drifts.clear();
    }

    /** All that is live and not said to be gone. */
    TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        index.fieldNames().forEachRemaining(names::add);
        names.addAll(read.keySet());
        names.removeIf(name -> isGone(name)
                || find(name).orElseThrow().file().path("status").asText().equals("retired"));
        return names;
    }

    /** Its schema as the provider tells it; empty if it has no such model. */
    Optional<ObjectNode> openApi(String name) {
        return isGone(name) ? Optional.empty() : find(name).map(model -> model.openApi(input(name, model)));
    }

    private boolean isGone(String name) {
        return drifts.containsKey(name) && drifts.get(name).isNull();
    }

    private JsonNode input(String name, SimulatedModel model) {
        JsonNode input = model.file().get("input").deepCopy();
        return drifts.containsKey(name) ? patched(input, drifts.get(name)) : input;
    }

    /** RFC 7396. */
    private static JsonNode patched(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object : Json.object();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), patched(merged.path(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }

    private static JsonNode resource(String name) {
        try (InputStream file = ModelBook.class.getResourceAsStream(FILES + name)) {
            return Json.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
