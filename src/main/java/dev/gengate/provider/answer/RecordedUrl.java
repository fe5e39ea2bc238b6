package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * The callback URL in the provider's record of a task: {@code data.param} repeats createTask's request, as a string
 * that holds JSON or as an object. Only its own field counts: anyone may have written the rest.
 */
public final class RecordedUrl {
    private RecordedUrl() {}

    public static Optional<String> read(byte[] body) {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(body)) {
            parser.nextToken();
            if (!find(parser, "data") || !find(parser, "param")) {
                return Optional.empty();
            }
            return parser.currentToken() == JsonToken.VALUE_STRING ? ofText(parser.getText()) : url(parser);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofText(String param) throws IOException {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(param)) {
            parser.nextToken();
            return url(parser);
        }
    }

    private static Optional<String> url(JsonParser request) throws IOException {
        return find(request, "callBackUrl") && request.currentToken() == JsonToken.VALUE_STRING
                ? Optional.of(request.getText())
                : Optional.empty();
    }

    /** Moves to the value of that field in the object that begins here. */
    private static boolean find(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = field.equals(parser.currentName());
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
