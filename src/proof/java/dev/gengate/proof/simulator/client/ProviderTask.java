package dev.gengate.proof.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * A task that the simulator made, with the truth about it. Times are epoch milliseconds.
 *
 * @param account that it is of, and paid by
 * @param charged credits of that account: a failure is refunded
 * @param refunded credits that it was charged and got back
 * @param state what recordInfo says now: waiting, queuing, generating, success, fail
 * @param outcome how it ends in truth: success or fail; null when it never ends. Known from the start
 * @param results {@code {kind, role, url}} of each of its URLs
 * @param data what it answers with beside them; null for none
 * @param answered what createTask's caller was told: 200, or lost
 * @param completedAt null while it runs
 * @param polls how often recordInfo was asked
 */
public record ProviderTask(
        String taskId,
        String callBackUrl,
        String model,
        String account,
        BigDecimal charged,
        BigDecimal refunded,
        JsonNode input,
        String state,
        String outcome,
        List<String> resultUrls,
        List<JsonNode> results,
        JsonNode data,
        String failCode,
        String failMsg,
        String answered,
        long createdAt,
        Long completedAt,
        int polls,
        List<String> faults,
        List<CallbackAttempt> callbacks) {

    /** The gateway's id in {@code …/callbacks/kie/{id}/{token}}; empty when the URL has another shape. */
    public String generationId() {
        return generationId(callBackUrl);
    }

    static String generationId(String callBackUrl) {
        String[] parts = callBackUrl == null ? new String[0] : callBackUrl.split("/");
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }
}
