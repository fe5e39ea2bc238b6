package dev.gengate.proof.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import java.util.List;

/**
 * A createTask request as it came in.
 *
 * @param at epoch milliseconds of its arrival
 * @param body the raw body
 * @param callBackUrl null when there was none
 * @param status HTTP status of the answer, 0 for none
 * @param code the body's code, 0 when there was no JSON answer
 * @param taskId the task it made, null for none
 * @param account whose key it carried, null for nobody's
 */
public record ProviderRequest(
        long at,
        String body,
        String callBackUrl,
        int status,
        int code,
        String taskId,
        List<String> faults,
        String account) {

    /** The body as JSON. */
    public JsonNode json() {
        return Json.read(body);
    }

    /** The gateway's id in the callback URL. */
    public String generationId() {
        return ProviderTask.generationId(callBackUrl);
    }
}
