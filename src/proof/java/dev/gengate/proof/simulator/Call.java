package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.proof.simulator.fault.Misbehaviour;

/** One createTask request while it is worked on. */
record Call(SimulatedAccount account, long at, String body, JsonNode request, Misbehaviour misbehaviour) {

    /** @param account null for a key that nobody has */
    static Call of(SimulatedAccount account, String body, JsonNode request, Misbehaviour misbehaviour) {
        return new Call(account, System.currentTimeMillis(), body, request, misbehaviour);
    }

    String callBackUrl() {
        return request.path("callBackUrl").asText(null);
    }

    String model() {
        return request.path("model").asText();
    }

    ProviderRequest answered(int status, int code, SimulatedTask task) {
        String taskId = task == null ? null : task.taskId;
        String by = account == null ? null : account.name;
        return new ProviderRequest(at, body, callBackUrl(), status, code, taskId, misbehaviour.names(), by);
    }
}
