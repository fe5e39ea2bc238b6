package dev.gengate.proof.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;

/**
 * What a client was told about a generation, by one definite answer.
 *
 * @param key its idempotency key
 * @param status HTTP status
 * @param id the generation; null when the answer names none
 * @param state as in the view; null when the answer is a refusal
 * @param taskId null when not told
 */
public record Told(String key, int status, String id, String state, String taskId) {

    static Told of(String key, int status, String body) {
        JsonNode view = Json.read(body.isBlank() ? "{}" : body);
        return new Told(key, status, text(view, "id"), text(view, "state"), text(view, "taskId"));
    }

    /** The gateway has taken the submission. */
    public boolean accepted() {
        return status / 100 == 2;
    }

    private static String text(JsonNode view, String field) {
        JsonNode value = view.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
