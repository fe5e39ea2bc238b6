package dev.gengate.proof.audit;

import java.util.List;
import java.util.Map;

/**
 * When what happened, by the clock of the run, which the broker and the provider share; epoch milliseconds.
 *
 * @param begun when each key's client first sent its submission
 * @param disruptions what was wrong around the gateway
 * @param topicLimited until when the topic refused the events of poisoned generations
 */
public record Timeline(Map<String, Long> begun, List<Window> disruptions, long topicLimited) {
    /** The timeline of a run that does not ask what was late. */
    static final Timeline NONE = new Timeline(Map.of(), List.of(), 0);
}
