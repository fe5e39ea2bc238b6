package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads answers about a model's schema: {@code data {model, openapi}}. */
public final class SchemaReportReader {
    private static final JsonMapper JSON = new JsonMapper(ProviderJson.FACTORY);
    private static final int NOT_FOUND = 404;

    private SchemaReportReader() {}

    public static SchemaReport read(ProviderAnswer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            int code = body.path("code").asInt(answer.status());
            JsonNode openApi = body.path("data").path("openapi");
            if (code == NOT_FOUND) {
                return new SchemaReport.Gone();
            }
            return answer.successful() && openApi.isObject()
                    ? new SchemaReport.Told(openApi)
                    : new SchemaReport.Unavailable();
        } catch (IOException unreadable) {
            return new SchemaReport.Unavailable();
        }
    }
}
