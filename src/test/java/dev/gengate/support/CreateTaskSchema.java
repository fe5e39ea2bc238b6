package dev.gengate.support;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.Set;
import java.util.stream.Collectors;

/** What the provider's contract lets a createTask request be. */
public final class CreateTaskSchema {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("classpath:schema/kie-create-task.schema.json"));

    private CreateTaskSchema() {}

    /** What is wrong with a body; empty when it is as it should be. */
    public static Set<String> faults(String body) {
        // what there is to say of other models the simulator says
        if (!body.contains("\"model\":\"google/imagen4-fast\"")) {
            return Set.of();
        }
        return SCHEMA.validate(body, InputFormat.JSON).stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }
}
