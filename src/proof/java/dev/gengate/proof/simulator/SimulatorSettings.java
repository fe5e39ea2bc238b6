package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;

/**
 * How the simulator behaves in general; every value can be changed while it runs. Times are milliseconds.
 *
 * @param apiKey the Bearer key that calls must carry
 * @param webhookKey signs callbacks; null for an account without one
 * @param createTaskLatency time until createTask answers
 * @param completion time from createTask to the end of the task
 * @param rateLimit new tasks in a period, 0 for no limit
 * @param credits balance at the start; a change sets the balance
 * @param callbackRetries tries after the first one that was not answered by HTTP 200
 * @param outage {@code none}, {@code 503}, {@code reset} (connections are closed) or {@code silent} (no answer)
 * @param recordInfoDown recordInfo alone answers HTTP 500
 * @param resultBase before the path of each result; its own address, and the files are really there
 * @param resultBytes at least of each picture; 0 for as many as it takes
 * @param fast createTask answers at once and nothing follows: no faults, no completion, no bodies recorded
 * @param uploads what the provider's own upload does: {@code none} wrong, {@code refused}, {@code 503}, {@code reset} or
 *     {@code garbage}
 * @param repeatableIds the ids of tasks, and with them the names of results, are made of what was asked for
 */
public record SimulatorSettings(
        String apiKey,
        String webhookKey,
        long createTaskLatency,
        long completion,
        int rateLimit,
        long ratePeriod,
        BigDecimal credits,
        long callbackTimeout,
        int callbackRetries,
        long callbackRetryDelay,
        String outage,
        boolean recordInfoDown,
        String resultBase,
        int resultBytes,
        boolean fast,
        String uploads,
        boolean repeatableIds) {

    /** As the provider documents it, but answering at once and finishing in 50 ms. */
    public static SimulatorSettings forTests() {
        return new SimulatorSettings(
                "simulator-api-key",
                null,
                0,
                50,
                20,
                10_000,
                BigDecimal.valueOf(1_000_000),
                15_000,
                3,
                200,
                "none",
                false,
                "https://tempfile.example",
                0,
                false,
                "none",
                false);
    }

    /** The same settings but for the fields that are named. @throws RuntimeException for a field that does not exist */
    public SimulatorSettings with(JsonNode changes) {
        ObjectNode merged = (ObjectNode) Json.tree(this);
        merged.setAll((ObjectNode) changes);
        return Json.to(merged, SimulatorSettings.class);
    }

    /** The same settings but for one field. */
    public SimulatorSettings with(String field, Object value) {
        return with(Json.object().set(field, Json.tree(value)));
    }

    SlidingWindow window() {
        return new SlidingWindow(rateLimit, TimeUnit.MILLISECONDS.toNanos(ratePeriod));
    }
}
