package dev.gengate.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Path;
import java.util.Map;

/** What asyncapi.yaml says of a message, for every test that meets a real one. It may have no field but those named there. */
final class AsyncApi {
    private static final JsonNode DOCUMENT = YamlFile.read(Path.of("src/main/resources/schema/asyncapi.yaml"));

    private final JsonSchema headers;
    private final JsonSchema payload;

    private AsyncApi(JsonNode message) {
        this.headers = closed(DOCUMENT.at(message.at("/headers/$ref").asText().substring(1)));
        this.payload = closed(message.path("payload"));
    }

    static AsyncApi message(String name) {
        return new AsyncApi(DOCUMENT.path("components").path("messages").path(name));
    }

    private static JsonSchema closed(JsonNode object) {
        ObjectNode closed = object.deepCopy();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(closed.put("additionalProperties", false));
    }

    /** @throws AssertionError naming what is not as described */
    void assertDescribes(Map<String, String> sent, JsonNode data) {
        ObjectNode fields = Json.object();
        sent.forEach(fields::put);
        var violations = headers.validate(fields);
        violations.addAll(payload.validate(data));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.toString());
        }
    }
}
