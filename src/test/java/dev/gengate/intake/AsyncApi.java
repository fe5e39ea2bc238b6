package dev.gengate.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Path;
import java.util.Map;

/** What asyncapi.yaml says of a message, for every test that meets a real one. It may have no field but those named there. */
final class AsyncApi {
    private static final Path SCHEMAS = Path.of("src/main/resources/schema");

    static final JsonNode DOCUMENT = YamlFile.read(SCHEMAS.resolve("asyncapi.yaml"));

    private final JsonSchema headers;
    private final JsonSchema payload;

    private AsyncApi(JsonNode message) {
        this.headers = closed(DOCUMENT.at(message.at("/headers/$ref").asText().substring(1)));
        JsonNode described = message.at("/payload/schema");
        this.payload = described.has("$ref")
                ? EventSchema.closed("/schema/" + described.path("$ref").asText())
                : closed(described);
    }

    private static JsonSchema closed(JsonNode object) {
        ObjectNode closed = object.deepCopy();
        JsonNode file = closed.at("/properties/data/$ref");
        if (file.isTextual()) {
            ((ObjectNode) closed.get("properties")).set("data", YamlFile.read(SCHEMAS.resolve(file.asText())));
        }
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(closed.put("additionalProperties", false));
    }

    static AsyncApi message(String name) {
        return new AsyncApi(DOCUMENT.path("components").path("messages").path(name));
    }

    void assertDescribes(Map<String, String> sent, JsonNode data) {
        assertDescribes(Json.tree(sent), data);
    }

    /** @throws AssertionError naming what is not as described */
    void assertDescribes(JsonNode sent, JsonNode data) {
        var violations = headers.validate(sent);
        violations.addAll(payload.validate(data));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.toString());
        }
    }
}
