package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.AcceptedMedia;
import dev.gengate.models.input.InputError;
import dev.gengate.models.input.MediaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;

/**
 * A place of an input that names an earlier generation.
 *
 * @param pointer into the input
 * @param generation null if what stands there is no id
 * @param result the number of its result, from 1
 * @param takes what the provider gets; null for the result's URL
 * @param of globs of the models that it may be of
 * @param accepted what the model takes there
 */
public record EarlierReference(
        String pointer, UUID generation, int result, EarlierTask.Takes takes, List<String> of, AcceptedMedia accepted) {

    /** What must stand there. */
    public String rule() {
        String what = takes == EarlierTask.Takes.TASK
                ? "must be the id of"
                : "must be generation:{id}/{n} with " + resultThere() + " of";
        String models = of.contains("*") ? "" : " and is of " + String.join(", ", of);
        return what + " a generation of yours that has succeeded" + models;
    }

    private String resultThere() {
        if (takes != null) {
            return "a result";
        }
        String kind = accepted.kind().isEmpty() ? "" : " (" + accepted.kind().replace('-', ' ') + ")";
        return "a result" + kind + " that the provider can still read,";
    }

    /** Whether a generation of that model may be named. */
    public boolean mayBeOf(String model) {
        return of.stream().anyMatch(glob -> Globs.matches(glob, model));
    }

    /** Everything that an input names. */
    public static List<EarlierReference> in(Model model, ObjectNode input) {
        List<EarlierReference> references = new ArrayList<>();
        for (MediaRules.Medium medium : MediaRules.in(input, model.input())) {
            Matcher reference = MediaRules.REFERENCE.matcher(medium.url());
            if (reference.matches()) {
                references.add(of(medium.pointer(), reference, null, List.of("*"), medium.accepted()));
            }
        }
        model.earlierTasks().forEach(task -> {
            JsonNode value = input.path(task.field());
            if (value.isTextual()) {
                references.add(of(task, value.textValue()));
            }
        });
        return List.copyOf(references);
    }

    private static EarlierReference of(EarlierTask task, String value) {
        String pointer = InputError.child("", task.field());
        // the id alone names its task
        String full = task.takes() == EarlierTask.Takes.TASK ? "generation:" + value + "/1" : value;
        Matcher reference = MediaRules.REFERENCE.matcher(full);
        return reference.matches()
                ? of(pointer, reference, task.takes(), task.of(), AcceptedMedia.ANY)
                : new EarlierReference(pointer, null, 0, task.takes(), task.of(), AcceptedMedia.ANY);
    }

    private static EarlierReference of(
            String pointer, Matcher reference, EarlierTask.Takes takes, List<String> models, AcceptedMedia accepted) {
        return new EarlierReference(
                pointer,
                UUID.fromString(reference.group(1)),
                Integer.parseInt(reference.group(2)),
                takes,
                models,
                accepted);
    }
}
