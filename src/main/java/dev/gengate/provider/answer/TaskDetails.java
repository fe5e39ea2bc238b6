package dev.gengate.provider.answer;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The task that an answer or callback describes; absent fields are null.
 *
 * @param resultJson its text, JSON as a rule
 * @param response the same in newer answers
 * @param creditsConsumed already checked for plausibility
 * @param completedAt when the provider says that it ended
 */
record TaskDetails(
        String state,
        String model,
        String resultJson,
        String response,
        String failCode,
        String failMessage,
        BigDecimal creditsConsumed,
        Instant completedAt) {

    /** The same of that model, where the answer names none. */
    TaskDetails sentTo(String known) {
        return model != null
                ? this
                : new TaskDetails(
                        state, known, resultJson, response, failCode, failMessage, creditsConsumed, completedAt);
    }

    /** Never shows the result. */
    @Override
    public String toString() {
        return "TaskDetails[" + state + " " + model + "]";
    }
}
