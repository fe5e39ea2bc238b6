package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.simulator.client.ProviderRequest;

/** One createTask request while it is worked on. */
record Call(long at, String body, JsonNode request, Misbehaviour misbehaviour) {

    static Call of(String body, JsonNode request, Misbehaviour misbehaviour) {
        return new Call(System.currentTimeMillis(), body, request, misbehaviour);
    }

    String callBackUrl() {
        return request.path("callBackUrl").asText(null);
    }

    String model() {
        return request.path("model").asText();
    }

    ProviderRequest answered(int status, int code, SimulatedTask task) {
        String taskId = task == null ? null : task.taskId;
        return new ProviderRequest(at, body, callBackUrl(), status, code, taskId, misbehaviour.names());
    }
}
