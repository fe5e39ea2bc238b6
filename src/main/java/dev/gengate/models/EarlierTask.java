package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A field that takes an earlier generation of the same caller.
 *
 * @param takes what the provider gets in its place
 * @param of globs of the models that it may be of
 */
public record EarlierTask(String field, Takes takes, List<String> of) {
    /** What the provider gets. */
    public enum Takes {
        /** Its id of the task. */
        TASK,
        /** Its id of one track of the task's result. */
        TRACK;

        /** What has that name in a file. */
        static Takes of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }

        /** Its name in files. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<EarlierTask> read(JsonNode file) {
        List<EarlierTask> tasks = new ArrayList<>();
        for (JsonNode task : file) {
            List<String> of = new ArrayList<>();
            task.get("of").forEach(glob -> of.add(glob.textValue()));
            Takes takes = Takes.of(task.get("takes").textValue());
            tasks.add(new EarlierTask(task.get("field").textValue(), takes, List.copyOf(of)));
        }
        return List.copyOf(tasks);
    }
}
