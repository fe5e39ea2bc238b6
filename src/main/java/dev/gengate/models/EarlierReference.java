package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.InputError;
import dev.gengate.models.input.MediaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
 * @param kind of medium that the model takes there, such as {@code image-or-video}; empty for any
 */
public record EarlierReference(
        String pointer, UUID generation, int result, EarlierTask.Takes takes, List<String> of, String kind) {
    private static final Set<String> KINDS = Set.of("image", "video", "audio");

    /** Whether the model takes a result of that kind there; nobody knows it of all. */
    public boolean takesKind(String result) {
        return kind.isEmpty()
                || !KINDS.contains(result)
                || List.of(kind.split("-or-")).contains(result);
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
                String kind = medium.accepted().path("kind").asText("");
                references.add(of(medium.pointer(), reference, null, List.of("*"), kind));
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
                ? of(pointer, reference, task.takes(), task.of(), "")
                : new EarlierReference(pointer, null, 0, task.takes(), task.of(), "");
    }

    private static EarlierReference of(
            String pointer, Matcher reference, EarlierTask.Takes takes, List<String> models, String kind) {
        return new EarlierReference(
                pointer,
                UUID.fromString(reference.group(1)),
                Integer.parseInt(reference.group(2)),
                takes,
                models,
                kind);
    }
}
