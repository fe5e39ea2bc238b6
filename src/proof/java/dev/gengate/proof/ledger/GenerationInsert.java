package dev.gengate.proof.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** The text of a statement that inserts generations. Each column is an expression of SQL, by default that of a plain row. */
public final class GenerationInsert {
    private final Map<String, String> columns = new LinkedHashMap<>();

    private GenerationInsert(String state) {
        with("id", "gen_random_uuid()");
        with("caller", "'ads'");
        with("fingerprint", "''");
        with("model", "'google/imagen4-fast'");
        with("input", "'{\"prompt\":\"a lighthouse\"}'");
        with("metadata", "'{}'");
        with("priority", "1");
        with("state", "'" + state + "'");
        with("attempts", state.equals("queued") ? "0" : "1");
        with("due_at", "now()");
        with("deadline_at", "now() + interval '1 hour'");
        with("created_at", "now()");
    }

    /** In a state, by its name. */
    public static GenerationInsert in(String state) {
        return new GenerationInsert(state);
    }

    /** With a task of that id, an expression. */
    public static GenerationInsert submitted(String task) {
        return in("submitted").with("task_id", task).with("submitted_at", "now()");
    }

    /** Without results; accepted, sent and ended at that time, an expression. */
    public static GenerationInsert succeeded(String time) {
        return in("succeeded")
                .with("due_at", time)
                .with("deadline_at", time)
                .with("created_at", time)
                .with("submitted_at", time)
                .with("completed_at", time)
                .with("images", "'[]'")
                .with("resolved_by", "'callback'");
    }

    public GenerationInsert with(String column, String expression) {
        columns.put(column, expression);
        return this;
    }

    /** One row. */
    public String row() {
        return "insert into generation (" + String.join(", ", columns.keySet()) + ") select "
                + String.join(", ", columns.values());
    }

    /** One for each row of what stands behind {@code from}, whose columns the expressions may name. */
    public String rows(String from) {
        return row() + " from " + from;
    }
}
