package dev.gengate.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.input.Rule;
import java.util.List;

/**
 * One model, as its caller sees it.
 *
 * @param version of its schema
 * @param takes media whose URLs its input takes
 * @param price as its file has it; null if nobody knows it
 * @param rules what the schema cannot say
 * @param schema the path of its schema
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelView(
        String model,
        String vendor,
        String kind,
        String status,
        String replacedBy,
        String version,
        List<String> takes,
        ResultView result,
        JsonNode price,
        List<String> rules,
        List<EarlierView> refersToEarlierTask,
        RunningTimeView runningTime,
        String schema) {

    /**
     * What comes of it.
     *
     * @param data whether it answers with JSON, beside the media or alone
     * @param count how many results there are, for people; null where its file does not say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResultView(List<MediumView> urls, boolean data, JsonNode count) {}

    /** A kind of medium. @param role null for a result itself */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MediumView(String kind, String role) {}

    /** A field that takes an earlier generation. */
    record EarlierView(String field, String takes, List<String> of) {}

    /** ISO 8601 durations. @param deadline null where its file does not say */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunningTimeView(String typical, String deadline) {}

    static ModelView of(Model model, String schema) {
        return new ModelView(
                model.name(),
                model.vendor(),
                model.kind().wireName(),
                model.status().wireName(),
                model.replacedBy(),
                model.version(),
                ModelEntry.of(model).takes(),
                result(model.result()),
                model.price() == null ? null : model.price().json(),
                model.rules().stream().map(Rule::text).toList(),
                model.earlierTasks().stream()
                        .map(task -> new EarlierView(task.field(), task.takes().wireName(), task.of()))
                        .toList(),
                runningTime(model.runningTime()),
                schema);
    }

    private static ResultView result(ResultShape shape) {
        List<MediumView> urls = shape.urls().stream()
                .map(url -> new MediumView(url.kind().wireName(), url.role()))
                .distinct()
                .toList();
        return new ResultView(urls, shape.data() != null, shape.count());
    }

    private static RunningTimeView runningTime(RunningTime time) {
        return new RunningTimeView(
                time.typical().toString(),
                time.deadline() == null ? null : time.deadline().toString());
    }
}
