package dev.gengate.outbox.topic;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** The JSON Schema of the completed event, for every test that meets a real one. */
public final class EventSchema {
    private static final JsonSchema SCHEMA = load();

    private EventSchema() {}

    /**
     * Holds an event's data against the schema.
     *
     * @throws AssertionError naming each violation
     */
    public static void assertValid(String json) {
        Set<ValidationMessage> violations = violations(json);
        if (!violations.isEmpty()) {
            throw new AssertionError("not a completed event: " + violations);
        }
    }

    static Set<ValidationMessage> violations(String json) {
        return SCHEMA.validate(
                json, InputFormat.JSON, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    private static JsonSchema load() {
        try (InputStream schema = EventSchema.class.getResourceAsStream("/schema/generation-completed.schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
