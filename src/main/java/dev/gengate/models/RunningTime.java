package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How long tasks of a model take.
 *
 * @param typical until most are done; a minute where a file does not say
 * @param deadline after which none comes any more; null where a file does not say
 */
public record RunningTime(Duration typical, Duration deadline) {
    private static final Duration USUAL = Duration.ofMinutes(1);

    /** What a model has that no file says otherwise of. */
    public static final RunningTime UNKNOWN = new RunningTime(USUAL, null);

    /** How long to be silent before the first poll, where that is right for tasks of a minute. */
    public Duration firstPoll(Duration ofAMinute) {
        return Duration.ofMillis(ofAMinute.toMillis() * typical.toMillis() / USUAL.toMillis());
    }

    /** How long to wait for a callback, the only sign of a task, where that is right for tasks of a minute or less. */
    public Duration confirmation(Duration ofAMinute, Duration longest) {
        Duration scaled = firstPoll(ofAMinute);
        Duration bounded = scaled.compareTo(longest) < 0 ? scaled : longest;
        return bounded.compareTo(ofAMinute) > 0 ? bounded : ofAMinute;
    }

    /** The shorter of the deployment's deadline and the model's. */
    public Duration deadline(Duration longest) {
        return deadline == null || longest.compareTo(deadline) < 0 ? longest : deadline;
    }

    static RunningTime read(JsonNode file) {
        String typical = file.path("typical").textValue();
        String deadline = file.path("deadline").textValue();
        return new RunningTime(
                typical == null ? USUAL : Duration.parse(typical), deadline == null ? null : Duration.parse(deadline));
    }
}
