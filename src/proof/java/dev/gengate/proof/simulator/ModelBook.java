package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The models of the provider: those that ship with the gateway, others that a test adds, and how they have changed. */
final class ModelBook {
    /** A second; a call that the network held up comes closer to the next one. */
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(900);

    private SlidingWindow questions = new SlidingWindow(1, PERIOD);
    private final Map<String, SimulatedModel> read = new HashMap<>();
    private final Map<String, JsonNode> drifts = new HashMap<>();

    Optional<SimulatedModel> find(String name) {
        if (!read.containsKey(name) && ModelFile.exists(name)) {
            read.put(name, new SimulatedModel(ModelFile.of(name)));
        }
        return Optional.ofNullable(read.get(name));
    }

    /** Whether a question for models is within the limit. */
    boolean mayBeAsked() {
        return questions.pass(System.nanoTime());
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
        questions = new SlidingWindow(1, PERIOD);
    }

    /** All that is live and not said to be gone. */
    TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(ModelFile.living());
        read.forEach((name, model) -> {
            if (!model.isRetired()) {
                names.add(name);
            }
        });
        names.removeIf(this::isGone);
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
}
