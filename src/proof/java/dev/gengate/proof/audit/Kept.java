package dev.gengate.proof.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.cluster.StoredObject;
import dev.gengate.proof.gateway.CompletedEvent;
import java.util.List;
import java.util.Map;

/**
 * What a run with a store of results has left.
 *
 * @param events of results that were stored after their generation's own event
 * @param objects in the store, by their URIs
 * @param files SHA-256 of the provider's files, by the ends of their URLs
 */
public record Kept(List<CompletedEvent> events, Map<String, StoredObject> objects, Map<String, String> files) {
    /** The value for a run without a store. */
    public static final Kept NOTHING = new Kept(List.of(), Map.of(), Map.of());

    private static final List<String> KEEPING = List.of("stored", "lost");

    /** What an event says but for what is in the store of it. */
    static JsonNode withoutKeeping(JsonNode data) {
        JsonNode rest = data.deepCopy();
        rest.path("results").forEach(result -> ((ObjectNode) result).remove(KEEPING));
        return rest;
    }
}
