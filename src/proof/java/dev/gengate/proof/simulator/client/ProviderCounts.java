package dev.gengate.proof.simulator.client;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What the simulator counted since its last reset.
 *
 * @param createTaskAnswers calls by the answer: the body's code, {@code http-502} for no JSON, {@code none} for none
 * @param tasks tasks made (not in fast mode)
 * @param recordInfoCalls polls of any task
 * @param mostInOnePeriod the most new tasks in any one rate period, of the first account as the balance is
 * @param accounts the books of each by name, the first being default
 */
public record ProviderCounts(
        Map<String, Integer> createTaskAnswers,
        int tasks,
        long recordInfoCalls,
        int mostInOnePeriod,
        BigDecimal balance,
        Map<String, AccountBooks> accounts) {

    /** createTask calls answered this way. */
    public int answered(String how) {
        return createTaskAnswers.getOrDefault(how, 0);
    }
}
