package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A place in JSON as the catalogue's files write it: {@code data[].audio_url} is that field of every item of data. */
public final class JsonPath {
    private JsonPath() {}

    /** Everything that stands there, in order; nothing for what is absent or of another shape. */
    public static List<JsonNode> all(JsonNode root, String path) {
        List<JsonNode> found = List.of(root);
        for (String step : path.split("\\.")) {
            boolean items = step.endsWith("[]");
            found = next(found, items ? step.substring(0, step.length() - 2) : step, items);
        }
        return found;
    }

    /** The field where a path begins. */
    public static String field(String path) {
        return path.split("[.\\[]")[0];
    }

    private static List<JsonNode> next(List<JsonNode> parents, String field, boolean items) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode parent : parents) {
            JsonNode child = parent.path(field);
            if (items && child.isArray()) {
                child.forEach(found::add);
            } else if (!child.isMissingNode() && !child.isNull()) {
                found.add(child);
            }
        }
        return found;
    }
}
