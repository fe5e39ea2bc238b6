package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.input.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One model of the provider, as its file has it ({@code docs/models.md}).
 *
 * @param replacedBy the model to take instead; null if there is none
 * @param input JSON Schema 2020-12 of the input
 * @param version SHA-256 of the schema, in hex
 * @param price credits as a function of the input; null if nobody knows it
 * @param rules what the schema cannot say
 * @param earlierTasks fields that take an earlier generation
 * @param differs in which way fields are known to differ from what the provider says, such as {@code removed}
 */
public record Model(
        String name,
        String vendor,
        Kind kind,
        Status status,
        String replacedBy,
        JsonNode input,
        String version,
        ResultShape result,
        Price price,
        List<Rule> rules,
        List<EarlierTask> earlierTasks,
        RunningTime runningTime,
        Map<String, String> differs) {

    /** Names the model alone: its schema is long. */
    @Override
    public String toString() {
        return "Model[" + name + " " + version + "]";
    }

    /** What the model makes. */
    public enum Kind {
        IMAGE,
        VIDEO,
        AUDIO,
        TEXT;

        /** The kind with that name in a file. */
        static Kind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }

        /** Its name in files and answers. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the provider still has it. */
    public enum Status {
        LIVE,
        DEPRECATED,
        RETIRED;

        /** The status with that name in a file. */
        static Status of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }

        /** Its name in files and answers. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
