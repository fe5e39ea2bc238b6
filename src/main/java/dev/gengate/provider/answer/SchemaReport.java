package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** The provider's answer about a model's schema. */
public sealed interface SchemaReport {

    /** An OpenAPI document, not clean as a rule: evidence, not input. */
    record Told(JsonNode openApi) implements SchemaReport {}

    /** The provider does not have the model. */
    record Gone() implements SchemaReport {}

    /** The provider gave no usable answer, or has no schema of the model. */
    record Unavailable() implements SchemaReport {}

    /** Reads an answer with {@code data {model, openapi}}. */
    static SchemaReport read(ProviderAnswer answer) {
        try {
            JsonNode body = new JsonMapper(ProviderJson.FACTORY).readTree(answer.body());
            if (body.path("code").asInt(answer.status()) == 404) {
                return new Gone();
            }
            JsonNode openApi = body.path("data").path("openapi");
            return answer.successful() && openApi.isObject() ? new Told(openApi) : new Unavailable();
        } catch (IOException unreadable) {
            return new Unavailable();
        }
    }
}
